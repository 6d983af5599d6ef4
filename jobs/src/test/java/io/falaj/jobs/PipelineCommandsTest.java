package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Commit;
import io.falaj.lineage.Json;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small pipeline, run whole and asked about: the tests share the lake that the first one makes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PipelineCommandsTest {

  private static final List<String> STEPS =
      List.of("ingest", "materialize", "training-set", "train", "promote", "score", "monitor");

  private final Path folder;
  private final TestHost host;

  PipelineCommandsTest(@TempDir Path folder) {
    this.folder = folder;
    this.host = new TestHost(folder);
  }

  @BeforeAll
  void configure() throws IOException {
    SmallConf.in(folder);
    assertThat(host.run("keys", "create")).isZero();
  }

  private void run(String... arguments) {
    assertThat(host.run(arguments)).as(host.err()).isZero();
  }

  private SortedMap<String, String> contents(String lake) {
    SortedMap<String, String> contents = new TreeMap<>();
    new TestLake(folder.resolve(lake), clock())
        .open("trains")
        .commits()
        .forEach(
            (Commit commit) ->
                commit
                    .tables()
                    .forEach(
                        table ->
                            contents.put(
                                commit.step() + " " + commit.interval() + " " + table.table(),
                                table.content().toString())));
    return contents;
  }

  @Test
  @Order(1)
  void aDryRunSaysWhatItWouldDoAndWritesNothing() {
    run("run", "--dry-run");

    assertThat(host.out())
        .contains("ingest trains, 2020-01-01/2020-05-01")
        .contains("writes  raw.trains, clean.trains, quarantine.trains")
        .contains("reads   models.late_train, clean.trains, features.line_delays_v1_events");
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  @Order(2)
  void aRunDoesEveryStepAndTellsTheTimeOfEach() {
    run("run");

    for (String step : STEPS) {
      assertThat(host.out()).containsPattern("(?m)^" + step + " .*\\d\\.\\d s ");
    }
    assertThat(host.out())
        .contains("784 rows clean, 16 in quarantine")
        .containsPattern("The report: .*/lake/_falaj/pages/report-trains\\.html");
    assertThat(folder.resolve("lake/_falaj/pages/report-trains.html"))
        .content()
        .contains("late_train version 1 is the champion");
  }

  @Test
  @Order(3)
  void theSecondRunChangesNothingAndSaysSo() {
    SortedMap<String, String> before = contents("lake");
    run("run", "--json");

    JsonNode result = Json.read(host.out(), JsonNode.class);
    assertThat(result.path("changed").asBoolean(true)).isFalse();
    assertThat(result.path("steps")).hasSize(8);
    assertThat(result.path("steps"))
        .allSatisfy(step -> assertThat(step.path("outcome").asText()).isEqualTo("up_to_date"));
    run("run");
    assertThat(host.out()).contains("Nothing changed: everything was up to date.");
    assertThat(contents("lake")).isEqualTo(before);
  }

  @Test
  @Order(4)
  void stepByStepLeavesTheSameRows() {
    for (String step : STEPS) {
      run(step, "--lake", "steps", "--interval", "2020-01-01/2020-05-01");
    }

    assertThat(contents("steps")).isEqualTo(contents("lake"));
  }

  @Test
  @Order(5)
  void aReportOfATimeWithoutDataIsRefusedAndThePageStays() throws IOException {
    Path page = folder.resolve("lake/_falaj/pages/report-trains.html");
    String before = Files.readString(page);

    assertThat(host.run("report", "--interval", "2031-01-01/2031-02-01")).isEqualTo(3);
    assertThat(host.err())
        .contains(
            "Pipeline trains has nothing in 2031-01-01/2031-02-01: what was ingested is of"
                + " 2020-01-01/2020-05-01. Ask for an --interval there,");
    assertThat(page).content().isEqualTo(before);
  }

  @Test
  @Order(5)
  void aPredictionIsTracedToItsModelItsFeaturesAndItsFile() {
    run("lineage", "predictions.late_train", "train_id=4-100");

    assertThat(host.out())
        .startsWith("prediction predictions.late_train")
        .contains("model late_train version 1")
        .contains("training.late_train @ version")
        .contains("features.line_delays_v1")
        .contains("raw.trains @ version")
        .containsPattern("file .*trains\\.csv  sha256 [0-9a-f]{12}…");
  }

  @Test
  @Order(5)
  void lineageOfTablesAndModelsIsAnsweredBothWays() {
    run("lineage", "late_train:1", "--downstream");
    assertThat(host.out()).contains("predictions.late_train");
    run("lineage", "clean.trains@0", "--downstream");
    assertThat(host.out()).contains("training.late_train");
    assertThat(host.run("lineage", "Clean Trains")).isEqualTo(2);
    assertThat(host.err()).contains("'Clean Trains' is no table, model or file: write zone.table,");
    assertThat(host.run("lineage", "predictions.late_train", "4-100")).isEqualTo(2);
    assertThat(host.err()).contains("'4-100' names no column: write the key of a row");
    assertThat(host.run("lineage", "late_trian:1")).isEqualTo(2);
    assertThat(host.err())
        .contains("No step of this lake has trained model late_trian version 1.")
        .contains("Did you mean 'late_train:1'?");
    assertThat(host.run("lineage", "late_train:1", "train_id=4-100")).isEqualTo(2);
    assertThat(host.err()).contains("'late_train:1' takes neither a key nor a SHA-256");
    assertThat(host.run("lineage", "predictions.late_train@0", "train_id=4-100")).isEqualTo(2);
    assertThat(host.err()).contains("leave out --downstream and @version.");
    assertThat(host.run("lineage", "trains.csv", "0".repeat(64))).isEqualTo(2);
    assertThat(host.err()).contains("No step of this lake has read a file trains.csv");
    assertThat(host.run("lineage", "clean.trains@99999999999999999999")).isEqualTo(2);
    assertThat(host.run("lineage", "clean.trains", "train_id=4-100")).isEqualTo(2);
    assertThat(host.err()).contains("Only single predictions have a lineage of their own");
  }

  @Test
  @Order(5)
  void aTrainingSetIsMadeAgainFromItsRecord() {
    run("training-set", "rebuild", "late_train");
    assertThat(host.out())
        .containsPattern(
            "training-set rebuild late_train .*the same \\d+ rows, checksum [0-9a-f]{32}, now in"
                + " training.late_train_rebuilt@\\d+");
    run("training-set", "rebuild", "late_train", "--dry-run");
    assertThat(host.out()).contains("writes  training.<name>_rebuilt");
    assertThat(host.run("training-set", "rebuild", "late_trian")).isEqualTo(2);
    assertThat(host.err()).contains("The lake has no training set 'late_trian'.");
    assertThat(host.run("training-set", "rebuild", "late_train", "--interval", "x")).isEqualTo(2);
    assertThat(host.err()).contains("--interval");
    run("audit", "verify");
  }

  @Test
  @Order(5)
  void featuresThatHangOnTheLastMomentAreTold() {
    run("training-set", "leaks", "late_train", "--late", "P1D", "--json");
    JsonNode features = Json.read(host.out(), JsonNode.class).path("features");
    assertThat(features).anySatisfy(one -> assertThat(one.path("moved").asLong()).isPositive());
    run("training-set", "leaks", "late_train");
    assertThat(host.out())
        .containsPattern("\\d+ of \\d+ features move when everything is known 1 s");
    for (String wrong : List.of("1s", "PT0S", "-PT1S", "P366D")) {
      assertThat(host.run("training-set", "leaks", "late_train", "--late=" + wrong)).isEqualTo(2);
      assertThat(host.err()).contains("is no duration from a microsecond to a year.");
    }
  }

  @Test
  @Order(5)
  void theAuditIsSoundAndItsHeadsAreKept() throws IOException {
    run("audit", "verify", "--export", "heads.json");
    assertThat(host.out()).contains("Sound, no finding.");
    assertThat(Files.readString(folder.resolve("heads.json"))).contains("\"run_id\"");
    run("audit", "verify", "--seen", "heads.json");
    assertThat(host.run("audit", "verify", "--seen", "none.json")).isEqualTo(2);
    assertThat(host.err()).contains("The heads of an earlier verification cannot be read");
    Files.writeString(folder.resolve("empty.json"), "{}");
    assertThat(host.run("audit", "verify", "--seen", "empty.json")).isEqualTo(2);
    assertThat(host.run("audit")).isEqualTo(2);
  }

  @Test
  @Order(5)
  void aLakeThatIsNotThereIsNeitherSoundNorMade() {
    assertThat(host.run("audit", "verify", "--lake", "lak")).isEqualTo(2);
    assertThat(host.err()).contains("There is nothing to verify in").contains("Mend --lake.");
    assertThat(host.run("catalog", "--lake", "lak")).isEqualTo(2);
    assertThat(host.err()).contains("has no tables yet. Run ./falaj ingest first, or mend --lake.");
    assertThat(folder.resolve("lak")).doesNotExist();
  }

  @Test
  @Order(5)
  void anAuditByAnotherKeyIsNotSound() {
    TestHost stranger = new TestHost(folder).with("FALAJ_KEYS", "stranger");
    assertThat(stranger.run("keys", "create")).isZero();

    assertThat(stranger.run("audit", "verify")).isEqualTo(3);
    assertThat(stranger.out())
        .contains("NOT SOUND: 1 finding.")
        .contains("which is not among the trusted ones");
  }

  @Test
  @Order(5)
  void everyStepLeftItsEventsWithTheExactVersionsOfItsTables() {
    StoredRun recorded = StoredRun.of(new TestLake(folder.resolve("lake"), clock()).open("trains"));

    for (String step : STEPS) {
      assertThat(recorded.written(step)).as(step).isNotEmpty();
      assertThat(recorded.outputs(step)).as(step).isEqualTo(recorded.written(step));
    }
    List<String> clean =
        recorded.written("ingest").stream().filter(table -> table.startsWith("clean/")).toList();
    assertThat(clean).hasSize(1);
    for (String step : List.of("materialize", "training-set", "score", "monitor")) {
      assertThat(recorded.inputs(step)).as(step).containsAll(clean);
    }
    assertThat(recorded.inputs("train")).containsAll(recorded.written("training-set"));
    assertThat(recorded.inputs("promote")).containsAll(recorded.written("train"));
    assertThat(recorded.inputs("monitor"))
        .containsAll(recorded.written("score"))
        .containsAll(recorded.written("training-set"));
    assertThat(recorded.outputs("report"))
        .singleElement()
        .matches(page -> page.matches("pages/report-trains\\.html@[0-9a-f]{64}"));
    assertThat(recorded.inputs("report")).containsAll(recorded.written("monitor"));
  }

  private static TestLake.MovableClock clock() {
    return new TestLake.MovableClock(TestHost.NOW);
  }

  @Test
  @Order(5)
  void theRegistryIsListed() {
    run("models");
    assertThat(host.out()).containsPattern("late_train:1 +champion +ROC AUC 0\\.\\d{4}");
    assertThat(host.run("models", "late_trian")).isEqualTo(2);
    assertThat(host.err())
        .contains("The lake has no model 'late_trian'. Did you mean 'late_train'?");
  }

  @Test
  @Order(5)
  void theCatalogIsDrawn() {
    run("catalog");
    assertThat(host.out()).contains("The catalog of 2 feature views: ");
    assertThat(folder.resolve("lake/_falaj/pages/catalog-trains.html"))
        .content()
        .contains("delayed_share_24h");
  }

  @Test
  @Order(5)
  void queriesReadWhatIsCommitted() {
    run("sql", "SELECT count(*) AS n FROM lake.clean.trains", "--json");
    assertThat(host.out()).contains("\"n\" : 784");
    run("sql", "SELECT count(*) AS n FROM lake.clean.trains VERSION AS OF 0", "--json");
    assertThat(host.out()).contains("\"n\" : 784");
    assertThat(host.run("sql", "DELETE FROM lake.clean.trains")).isEqualTo(2);
    run("sql", "SELECT 1 AS a, 2 AS a");
    assertThat(host.run("sql", "SELECT 1 AS a, 2 AS a", "--json")).isEqualTo(2);
    assertThat(host.err()).contains("Two columns are called 'a', and JSON can hold one");
    assertThat(host.run("sql", "SELECT id / 0 FROM range(3)")).isEqualTo(2);
    assertThat(host.err()).contains("The query failed: [DIVIDE_BY_ZERO]").doesNotContain("fault");
    assertThat(host.run("sql", "SELECT 1", "--limit", "2147483647")).isEqualTo(2);
    assertThat(host.err()).contains("--limit 2147483647 is out of bounds");
  }

  @Test
  @Order(7)
  void aRefusedVersionLeavesTheChampionAtWork() throws IOException {
    SmallConf.in(folder)
        .replace("pipelines/trains/models/late_train.yaml", "hidden: [8]", "hidden: [7]")
        .replace(
            "pipelines/trains/models/late_train.yaml",
            "gate: {metric: log_loss}",
            "gate: {metric: log_loss, min: {roc_auc: 1.0}}");

    assertThat(host.run("run")).isEqualTo(3);
    assertThat(host.err())
        .containsPattern("(?m)^falaj: The gate refuses model late_train:2")
        .contains("Champion stays late_train:1.");
    assertThat(host.out())
        .containsPattern("promote +late_train .* The gate refuses model late_train:2")
        .containsPattern("score +late_train .*by late_train:1")
        .containsPattern("report +trains +\\d+\\.\\d s ")
        .containsPattern("(?m)^all +\\d+\\.\\d s$")
        .containsPattern("The report: .*/lake/_falaj/pages/report-trains\\.html");

    assertThat(host.run("run", "--json")).isEqualTo(3);
    assertThat(host.err()).containsPattern("(?m)^falaj: The gate refuses model late_train:2");
    JsonNode steps = Json.read(host.out(), JsonNode.class).path("steps");
    assertThat(steps)
        .extracting(step -> step.path("step").asText() + " " + step.path("outcome").asText())
        .containsExactly(
            "ingest up_to_date",
            "materialize up_to_date",
            "training-set up_to_date",
            "train up_to_date",
            "promote refused",
            "score up_to_date",
            "monitor up_to_date",
            "report up_to_date");
  }

  @Test
  @Order(8)
  void aRefusedVersionKeepsNoOtherModelFromItsPromotion() throws IOException {
    SmallConf.in(folder)
        .addModel("a_train")
        .replace(
            "pipelines/trains/models/a_train.yaml",
            "gate: {metric: log_loss}",
            "gate: {metric: log_loss, min: {roc_auc: 1.0}}")
        .replace("pipelines/trains/models/late_train.yaml", "hidden: [8]", "hidden: [9]");
    run("training-set");
    run("train");

    assertThat(host.run("promote")).isEqualTo(3);
    assertThat(host.out())
        .containsPattern("promote +a_train .* The gate refuses model a_train:1")
        .containsPattern("promote +late_train .* version 3 is the champion");
    assertThat(host.err())
        .containsPattern("(?m)^falaj: The gate refuses model a_train:1.* There is no champion yet");
  }

  @Test
  @Order(9)
  void aMistakeInTheSqlOfAFeatureIsItsAuthors() throws IOException {
    for (String mistake : List.of("nosuch(delay)", "delay > array(1)")) {
      SmallConf.in(folder)
          .replace(
              "pipelines/trains/features/line_delays.yaml",
              "{of: delay}",
              "{of: \"" + mistake + "\"}")
          .replace("pipelines/trains/features/line_delays.yaml", "version: 1", "version: 2");
      assertThat(host.run("materialize")).as(host.err()).isEqualTo(2);
      assertThat(host.err())
          .containsPattern(
              "^falaj: Cannot materialize line_delays: an SQL expression that it is defined by does not"
                  + " fit its columns: \\[[A-Z_.]+\\] [^\n]*; line 1 pos 0\\. Mend the expression\\.\n$");
    }
  }

  @Test
  @Order(6)
  void aMendedContractIsReplayed() throws IOException {
    SmallConf.in(folder)
        .replace("pipelines/trains/datasets/trains.yaml", "blue, green", "blue, green, pink");
    run("replay", "--dataset", "trains");

    assertThat(host.out()).contains("4 intervals: 800 rows clean, 0 in quarantine");
    run("replay");
    assertThat(host.out()).contains("up to date");
  }
}
