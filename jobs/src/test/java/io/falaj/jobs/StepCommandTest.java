package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is read or written. */
class StepCommandTest {

  @TempDir private Path folder;
  private TestHost host = new TestHost(Path.of(""));
  private SmallConf conf;

  @BeforeEach
  void configure() throws IOException {
    host = new TestHost(folder);
    conf = SmallConf.in(folder);
  }

  private void refused(int code, String message, String... arguments) {
    assertThat(host.run(arguments)).as(host.err()).isEqualTo(code);
    assertThat(host.err()).contains(message);
    assertThat(host.out()).isEmpty();
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void withoutAKeyNothingIsDone() {
    refused(2, "There is no signing key at ", "ingest");
    assertThat(host.err()).contains("Make one with `falaj keys create`.");
  }

  @Test
  void anUnknownNameIsRefusedAndTheNearestSuggested() {
    refused(
        2,
        "Unknown dataset 'trians' of pipeline 'trains'. Did you mean 'trains'?",
        "ingest",
        "--dataset",
        "trians");
    refused(
        2,
        "Unknown model 'late_trian' of pipeline 'trains'. Did you mean 'late_train'?",
        "train",
        "--model",
        "late_trian");
    refused(
        2,
        "Unknown view 'line_delay' of pipeline 'trains'. Did you mean 'line_delays'?",
        "materialize",
        "--view",
        "line_delay");
  }

  @Test
  void aRunMayBeOfOneModel() throws IOException {
    Path models = folder.resolve("conf/pipelines/trains/models");
    String model = Files.readString(models.resolve("late_train.yaml"));
    Files.writeString(models.resolve("other.yaml"), model.replace("late_train", "other"));

    assertThat(host.run("run", "--dry-run", "--model", "other")).as(host.err()).isZero();
    assertThat(host.out())
        .contains("ingest trains,", "materialize line_delays,", "train other,", "report trains,")
        .doesNotContain("late_train");
    refused(
        2,
        "Unknown model 'ohter' of pipeline 'trains'. Did you mean 'other'?",
        "run",
        "--model",
        "ohter");
  }

  @Test
  void eachNameThatIsGivenIsTakenInThePipelinesOrder() throws IOException {
    conf.addModel("other").addModel("third");

    assertThat(host.run("train", "--dry-run", "--model", "third", "--model=late_train"))
        .as(host.err())
        .isZero();
    assertThat(host.out())
        .containsSubsequence("train late_train,", "train third,")
        .doesNotContain("other");
    refused(
        2,
        "Unknown model 'ohter' of pipeline 'trains'. Did you mean 'other'?",
        "train",
        "--model",
        "ohter",
        "--model",
        "third");
    assertThat(host.run("ingest", "--dry-run", "--dataset", "trains", "--dataset", "trains"))
        .isZero();
    assertThat(host.out()).containsOnlyOnce("ingest trains,");
    assertThat(host.run("train", "--dry-run")).isZero();
    assertThat(host.out()).contains("train other,", "train third,");
  }

  @Test
  void anIntervalThatIsNoneIsRefused() {
    refused(2, "START/END", "ingest", "--interval", "2020-01-01");
    refused(2, "2020-02-01/2020-01-01", "ingest", "--interval", "2020-02-01/2020-01-01");
  }

  @Test
  void anIntervalThatCutsAMonthOfADatasetIsRefusedBeforeAnythingIsDone() {
    assertThat(host.run("keys", "create")).isZero();
    String message =
        "Dataset trains is kept by month, and 2020-01-15/2020-02-15 cuts one."
            + " Ask for whole ones: 2020-01-01/2020-03-01.";
    for (String command : List.of("run", "ingest")) {
      refused(2, message, command, "--interval", "2020-01-15/2020-02-15");
      refused(2, message, command, "--dry-run", "--interval", "2020-01-15/2020-02-15");
    }
  }

  @Test
  void theIntervalOfThePipelineMustSuitItsDatasets() throws IOException {
    conf.replace("pipelines/trains/pipeline.yaml", "/2020-05-01", "/2020-04-15");
    refused(
        2,
        "'interval': Dataset trains is kept by month, and 2020-01-01/2020-04-15 cuts one.",
        "check");
  }

  @Test
  void aModelThatNoFileDefinesIsTold() throws IOException {
    conf.replace(
        "pipelines/trains/pipeline.yaml", "owner: rail", "owner: rail\nmodels: [late_trains]");
    refused(
        2,
        "'models' names 'late_trains', which no file in models/ defines. Did you mean 'late_train'?",
        "check");
  }

  @Test
  void aSecretInTheConfigurationIsRefusedAndNotShown() throws IOException {
    conf.replace(
        "pipelines/trains/pipeline.yaml",
        "owner: rail",
        "owner: rail\nevents: {url: 'http://127.0.0.1:1/lineage', token: s3cret}");
    refused(2, "'token' must be a reference to a secret, ${env:NAME} or ${file:PATH}", "check");
    assertThat(host.err()).doesNotContain("s3cret");
  }

  @Test
  void aDatabaseIsNamedInThePipelineAndItsSecretsElsewhere() throws IOException {
    conf.replace(
        "pipelines/trains/datasets/trains.yaml",
        "{format: csv, path: trains.csv}",
        "{format: jdbc, connection: ralis, table: trains}");
    conf.replace(
        "pipelines/trains/pipeline.yaml",
        "owner: rail",
        "owner: rail\nconnections: {rails: {url: 'jdbc:postgresql://127.0.0.1:1/r', user: falaj,"
            + " password: s3cret}}");
    refused(
        2,
        "dataset 'trains' comes from connection 'ralis', which pipeline.yaml does not name under"
            + " 'connections'. Did you mean 'rails'?",
        "check");
    assertThat(host.err())
        .contains("'password' must be a reference to a secret, ${env:NAME} or ${file:PATH}")
        .doesNotContain("s3cret");
    conf.replace("pipelines/trains/pipeline.yaml", "s3cret", "'${env:RAIL_PASSWORD}'");
    conf.replace("pipelines/trains/datasets/trains.yaml", "ralis", "rails");
    assertThat(host.run("check")).isZero();
    assertThat(host.run("keys", "create")).isZero();
    refused(
        2, "The environment variable RAIL_PASSWORD, which the configuration refers to", "ingest");
    refused(
        2,
        "Dataset trains comes from a table, and contracts are suggested from files.",
        "suggest",
        "--dataset",
        "trains");
  }

  @Test
  void anAddressThatIsNoneIsRefused() throws IOException {
    conf.replace(
        "pipelines/trains/pipeline.yaml", "owner: rail", "owner: rail\nevents: {url: 'lineage'}");
    refused(
        2, "'url' must be an address such as https://host/api/v1/lineage, not 'lineage'.", "check");
  }

  @Test
  void scoringWithoutAChampionIsRefused() {
    assertThat(host.run("keys", "create")).isZero();
    assertThat(host.run("score")).isEqualTo(2);
    assertThat(host.err())
        .contains("Model 'late_train' has no champion to score with. Run train and promote first.");
  }
}
