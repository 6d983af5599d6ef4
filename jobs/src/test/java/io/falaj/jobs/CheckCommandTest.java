package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

  private static final String GOOD =
      """
      pipeline: trains
      description: Trains that are late.
      owner: rail
      interval: 2020-01-01/2020-02-01
      """;

  @TempDir Path folder = Path.of("");
  private TestHost host = new TestHost(folder);

  @BeforeEach
  void host() {
    host = new TestHost(folder);
  }

  private void pipeline(String name, String yaml) throws IOException {
    Path place = Files.createDirectories(folder.resolve("conf/pipelines").resolve(name));
    Files.writeString(place.resolve("pipeline.yaml"), yaml);
  }

  @Test
  void theOnlyPipelineNeedsNoName() throws IOException {
    pipeline("trains", GOOD);
    assertThat(host.run("check")).isZero();
    assertThat(host.out()).isEqualToIgnoringNewLines("Pipeline 'trains' has no problem.");
  }

  @Test
  void theResultIsAlsoGivenAsJson() throws IOException {
    pipeline("trains", GOOD);
    assertThat(host.run("check", "--json")).isZero();
    assertThat(host.out()).contains("\"pipeline\" : \"trains\"").contains("\"valid\" : true");
  }

  @Test
  void anUnknownPipelineIsRefusedAndTheNearestOneSuggested() throws IOException {
    pipeline("trains", GOOD);
    assertThat(host.run("check", "--pipeline", "train")).isEqualTo(2);
    assertThat(host.err()).contains("Unknown pipeline 'train'").contains("Did you mean 'trains'?");
  }

  @Test
  void ofSeveralPipelinesOneMustBeNamed() throws IOException {
    pipeline("trains", GOOD);
    pipeline("buses", GOOD.replace("trains", "buses"));
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains("Which pipeline? There are 2; name one with --pipeline: buses, trains.");
    assertThat(host.run("check", "--pipeline", "buses")).isZero();
  }

  @Test
  void aPipelineMayBeNamedByItsFolder() throws IOException {
    pipeline("trains", GOOD);
    assertThat(host.run("check", "--pipeline", "conf/pipelines/trains")).isZero();
    assertThat(host.run("check", "--pipeline", "conf/pipelines/none")).isEqualTo(2);
    assertThat(host.err()).contains("There is no pipeline.yaml in ");
  }

  @Test
  void withoutAnyPipelineTheFolderLookedInIsNamed() {
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err()).contains("There is no pipeline under ").contains("--conf DIR");
  }

  @Test
  void anotherFolderOfConfigurationMayBeNamed() throws IOException {
    Path place = Files.createDirectories(folder.resolve("elsewhere/pipelines/trains"));
    Files.writeString(place.resolve("pipeline.yaml"), GOOD);
    assertThat(host.run("check", "--conf", "elsewhere")).isZero();
  }

  @Test
  void allProblemsAreReportedTogetherWithTheirPlaces() throws IOException {
    pipeline(
        "trains",
        """
        pipeline: buses
        description: Trains that are late.
        ownr: rail
        interval: 2020-01-01
        """);
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains("problems in the configuration:")
        .contains(
            "conf/pipelines/trains/pipeline.yaml:3:1: unknown key 'ownr'. Did you mean 'owner'?")
        .contains("conf/pipelines/trains/pipeline.yaml:4:11: 'interval' must be");
  }

  @Test
  void whatReferencesNameIsHeldAgainstTheOtherDatasetsContract() throws IOException {
    pipeline("trains", GOOD);
    Path place = folder.resolve("conf/pipelines/trains");
    Path datasets = Files.createDirectories(place.resolve("datasets"));
    Files.writeString(place.resolve("d.csv"), "");
    String head =
        """
        dataset: %s
        source: {format: csv, path: d.csv}
        keys: [id]
        partition: whole
        columns:
          id: {type: long}
          name: {type: string}
          line: {type: int}
        expectations:
        """;
    String reference =
        "  - {name: %s, references: {columns: [line], table: clean.lines, to: [%s]}, severity: WARN}\n";
    Files.writeString(
        datasets.resolve("lines.yaml"), head.formatted("lines") + reference.formatted("own", "id"));
    Files.writeString(
        datasets.resolve("rides.yaml"),
        head.formatted("rides")
            + reference.formatted("wider", "id")
            + reference.formatted("gone", "idd")
            + reference.formatted("other", "name"));
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains("3 problems in the configuration:")
        .contains(
            "lines.yaml:1:1: dataset 'lines' references clean.lines, which it makes itself, and which"
                + " would have to be there before: drop the reference.")
        .contains(
            "rides.yaml:1:1: 'gone' of dataset 'rides' names column 'idd' of clean.lines, which has"
                + " none. Did you mean 'id'?")
        .contains(
            "rides.yaml:1:1: 'other' of dataset 'rides' holds column 'line', of type int, against"
                + " 'name' of clean.lines, of type string, and neither type has the values of the"
                + " other: give both one type.");
  }

  @Test
  void malformedYamlIsReportedWithLineAndColumn() throws IOException {
    pipeline("trains", "pipeline: [trains\nowner: rail\n");
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains("conf/pipelines/trains/pipeline.yaml:2:")
        .contains("not valid YAML");
  }

  /** All that is wrong, of the files whose form is right too. */
  private void told(String... problems) {
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err().lines().skip(1).map(line -> line.strip().replaceFirst("^.*/", "")))
        .containsExactlyInAnyOrder(problems);
  }

  @Test
  void whatAFileMeansIsToldBesideTheFormOfOthersAndNothingThatComesOfIt() throws IOException {
    SmallConf conf = SmallConf.in(folder);
    conf.replace("pipelines/trains/pipeline.yaml", "owner:", "ownr:")
        .replace("pipelines/trains/features/line_delays.yaml", "clean.trains", "clean.trians")
        .replace("pipelines/trains/features/ride.yaml", "of: line}", "of: buses.late}")
        .replace("pipelines/trains/models/late_train.yaml", "ride.*", "rides.*");
    told(
        "pipeline.yaml:1:1: 'owner' is missing.",
        "pipeline.yaml:3:1: unknown key 'ownr'. Did you mean 'owner'?",
        "line_delays.yaml:1:1: feature view 'line_delays' is made from clean.trians, which no"
            + " dataset of the pipeline makes. Did you mean 'clean.trains'?",
        "ride.yaml:1:1: view 'ride' uses view 'buses', which there is not. Known: line_delays,"
            + " ride.",
        "late_train.yaml:4:3: unknown feature view 'rides'. Did you mean 'ride'?");
  }

  @Test
  void whatReferencesADefinitionWithProblemsIsNotAtFault() throws IOException {
    SmallConf.in(folder)
        .replace("pipelines/trains/datasets/trains.yaml", "keys: [train_id]", "keys: train_id")
        .replace("entities/line.yaml", "keys: {line: string}", "- line")
        .replace("pipelines/trains/models/late_train.yaml", "description:", "descriptoin:")
        .replace(
            "pipelines/trains/pipeline.yaml", "owner: rail", "owner: rail\nmodels: [late_train]");
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .startsWith("falaj: 3 problems")
        .contains("trains.yaml:3:7: 'keys' must be a list, and is a single value.")
        .contains("entities/line.yaml:2:1: not valid YAML")
        .contains("late_train.yaml:2:1: unknown key 'descriptoin'.");
    SmallConf.in(folder)
        .replace("pipelines/trains/datasets/trains.yaml", "dataset: trains", "dataset: Trains")
        .replace("entities/line.yaml", "entity: line", "entity: Line")
        .replace("pipelines/trains/features/ride.yaml", "view: ride", "view: Ride")
        .replace("pipelines/trains/models/late_train.yaml", "model: late_train", "model: Late")
        .replace(
            "pipelines/trains/pipeline.yaml", "owner: rail", "owner: rail\nmodels: [late_train]");
    told(
        "trains.yaml:1:1: dataset 'Trains' is not allowed: names match [a-z][a-z0-9_]* and do not"
            + " end in _v<digits>, _events or _carries.",
        "line.yaml:1:1: entity name 'Line' is not allowed: names match [a-z][a-z0-9_]*. Rename it.",
        "ride.yaml:1:1: feature view name 'Ride' is not allowed: names match [a-z][a-z0-9_]*."
            + " Rename it.",
        "late_train.yaml:1:1: model name 'Late' is not allowed: names match [a-z][a-z0-9_]*. Rename"
            + " it.");
    SmallConf.in(folder)
        .replace("entities/line.yaml", "buckets: 2", "buckets: 0")
        .replace("pipelines/trains/features/ride.yaml", "of: line}", "of: 'line('}");
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .startsWith("falaj: 2 problems")
        .contains("'buckets' of entity 'line' must be between 1 and")
        .contains("'of' 'line(' is not valid SQL");
  }

  @Test
  void whatIsWrongWithTheKeysIsToldOnce() throws IOException {
    SmallConf.in(folder)
        .replace(
            "pipelines/trains/datasets/trains.yaml", "keys: [train_id]", "keys: [train, train]")
        .replace(
            "pipelines/trains/datasets/trains.yaml",
            "expectations:",
            "expectations:\n  - {unique: {columns: [train, train], winner: last}, severity: WARN}");
    told(
        "trains.yaml:1:1: 'keys' names 'train', which is no column. Known: arrived_at, delay,"
            + " departs_at, line, train_id.");
  }

  @Test
  void aFileThatIsOfAnotherFormIsToldWithoutNamesOfOurs() throws IOException {
    SmallConf.in(folder)
        .replace(
            "pipelines/trains/datasets/trains.yaml", "- {in_set", "- late\n  - [a]\n  - {in_set");
    told(
        "trains.yaml:13:5: each of 'expectations' must be a mapping of keys to values, and is a"
            + " single value.",
        "trains.yaml:14:5: each of 'expectations' must be a mapping of keys to values, and is a list.");
    Files.writeString(
        folder.resolve("conf/pipelines/trains/datasets/trains.yaml"), "- dataset: a\n");
    told("trains.yaml:1:1: the file must be a mapping of keys to values, and is a list.");
  }

  @Test
  void aScheduleThatAirflowWouldRefuseIsRefused() throws IOException {
    pipeline("trains", GOOD + "schedule: 61 * * * *\n");
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains(
            "trains/pipeline.yaml:1:1: 'schedule' is '61 * * * *', whose minute '61' is beyond 0 to 59.");
    pipeline("trains", GOOD + "schedule: '@monthly'\n");
    assertThat(host.run("check")).isZero();
  }

  @Test
  void aPipelineIsCalledLikeItsFolder() throws IOException {
    pipeline("trains", GOOD.replace("pipeline: trains", "pipeline: buses"));
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains("the pipeline is called 'buses' and its folder 'trains': rename one of them.");
  }
}
