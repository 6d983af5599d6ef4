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

  @Test
  void aPipelineIsCalledLikeItsFolder() throws IOException {
    pipeline("trains", GOOD.replace("pipeline: trains", "pipeline: buses"));
    assertThat(host.run("check")).isEqualTo(2);
    assertThat(host.err())
        .contains("the pipeline is called 'buses' and its folder 'trains': rename one of them.");
  }
}
