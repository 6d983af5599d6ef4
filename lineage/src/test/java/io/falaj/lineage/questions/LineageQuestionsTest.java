package io.falaj.lineage.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Json;
import io.falaj.lineage.Lake;
import io.falaj.lineage.RunContext;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TestLake;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small lake: files → raw and clean flights of two months (January ingested twice) → feature
 * values → a model → predictions.
 */
final class LineageQuestionsTest {

  private static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  private static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");
  private static final TableName RAW = TableName.parse("raw.flights");
  private static final TableName CLEAN = TableName.parse("clean.flights");
  private static final TableName VALUES = TableName.parse("features.delays_v1");
  private static final TableName SCORES = TableName.parse("predictions.delays");
  private static final StructType SCHEMA =
      StructType.fromDDL("id bigint, probability double, _interval string, _interval_month date");

  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);
  private static final String FEB_FILE = "c".repeat(64);

  @TempDir static Path folder;
  private static TestLake test;
  private static LineageQuestions questions;

  @BeforeAll
  static void makeLake() {
    test = TestLake.in(folder);
    step("ingest", "flights", file("jan.csv", OLD), List.of(RAW, CLEAN), JAN);
    step("ingest", "flights", file("feb.csv", FEB_FILE), List.of(RAW, CLEAN), FEB);
    step("ingest", "flights", file("jan.csv", NEW), List.of(RAW, CLEAN), JAN);
    step("materialize", "delays_v1", tables(CLEAN, JAN), List.of(VALUES), JAN);
    step("materialize", "delays_v1", tables(CLEAN, FEB), List.of(VALUES), FEB);
    List<StepInput> learned = new ArrayList<>(tables(VALUES, JAN));
    learned.add(new StepInput("jdbc", "crm.passengers", "snapshot 7"));
    step("train", "delays", learned, List.of(), DataInterval.WHOLE);
    List<StepInput> scored = new ArrayList<>(tables(VALUES, FEB));
    scored.add(new StepInput("model", "delays", "1"));
    step("score", "delays", scored, List.of(SCORES), FEB);
    questions = new LineageQuestions(test.open());
  }

  private static List<StepInput> file(String name, String sha256) {
    return List.of(new StepInput("file", name, sha256));
  }

  private static List<StepInput> tables(TableName table, DataInterval range) {
    return test.open().inputs(table, range);
  }

  private static void step(
      String step,
      String output,
      List<StepInput> inputs,
      List<TableName> tables,
      DataInterval interval) {
    step(test, step, output, inputs, tables, interval);
  }

  private static void step(
      TestLake test,
      String step,
      String output,
      List<StepInput> inputs,
      List<TableName> tables,
      DataInterval interval) {
    test.clock().advance(Duration.ofMinutes(1));
    RunContext run =
        new RunContext(
            step + "-run",
            "test",
            "flights",
            interval,
            "v1",
            "tester",
            Optional.empty(),
            test.clock().instant());
    Lake lake = test.open(run);
    StepRequest request =
        new StepRequest(
            step,
            output,
            Fingerprint.of("definition"),
            1,
            List.of(new IntervalRequest(interval, inputs)));
    try (Step open = lake.begin(request)) {
      for (TableName table : tables) {
        TableSpec spec = TableSpec.of(table, SCHEMA).partitionedBy("_interval_month");
        open.replaceIntervals(spec, lake.dataset(rows(interval), SCHEMA)).commit();
      }
      open.commit();
    }
  }

  private static List<Row> rows(DataInterval interval) {
    Date month = Date.valueOf(LocalDate.ofInstant(interval.start(), ZoneOffset.UTC));
    return List.of(
        RowFactory.create(1L, 0.25, interval.toString(), month),
        RowFactory.create(2L, 0.75, interval.toString(), month),
        RowFactory.create(2L, 0.5, interval.toString(), month));
  }

  @Test
  void aPredictionLeadsBackToTheFiles() {
    LineageNode answer = questions.ofPrediction("delays", Map.of("id", "1"));
    assertThat(answer.text())
        .isEqualTo(
            """
            prediction predictions.delays
            │   id: 1
            │   probability: 0.25
            └─ predictions.delays @ version 0  2013-02-01/2013-03-01
               │   written by: score of delays, run score-run (v1)
               ├─ features.delays_v1 @ version 1  2013-02-01/2013-03-01
               │  │   written by: materialize of delays_v1, run materialize-run (v1)
               │  └─ clean.flights @ version 1  2013-02-01/2013-03-01
               │     │   written by: ingest of flights, run ingest-run (v1)
               │     └─ raw.flights @ version 1  2013-02-01/2013-03-01
               │        │   written by: ingest of flights, run ingest-run (v1)
               │        └─ file feb.csv  sha256 cccccccccccc…
               └─ model delays version 1
                  │   written by: train of delays, run train-run (v1)
                  ├─ features.delays_v1 @ version 0  2013-01-01/2013-02-01
                  │  │   written by: materialize of delays_v1, run materialize-run (v1)
                  │  └─ clean.flights @ version 2  2013-01-01/2013-02-01
                  │     │   written by: ingest of flights, run ingest-run (v1)
                  │     └─ raw.flights @ version 2  2013-01-01/2013-02-01
                  │        │   written by: ingest of flights, run ingest-run (v1)
                  │        └─ file jan.csv  sha256 bbbbbbbbbbbb…
                  └─ source jdbc crm.passengers snapshot 7
            """);
    JsonNode json = Json.read(answer.json(), JsonNode.class);
    assertThat(json.at("/next/0/next/1/name").asText()).isEqualTo("delays");
  }

  @Test
  void theNewestIsWhatReadersReadThoughAClockWasSetBack(@TempDir Path other) {
    TestLake lake = TestLake.in(other);
    step(lake, "score", "delays", List.of(model("1")), List.of(SCORES), FEB);
    lake.clock().advance(Duration.ofDays(-1));
    step(lake, "score", "delays", List.of(model("2")), List.of(SCORES), FEB);
    LineageQuestions asked = new LineageQuestions(lake.open());

    assertThat(asked.ofPrediction("delays", Map.of("id", "1")).text())
        .contains("predictions.delays @ version 1", "model delays version 2")
        .doesNotContain("predictions.delays @ version 0", "model delays version 1");
    assertThat(asked.upstream(SCORES, Optional.empty()).text())
        .contains("model delays version 2")
        .doesNotContain("model delays version 1");
  }

  private static StepInput model(String version) {
    return new StepInput("model", "delays", version);
  }

  @Test
  void aRowThatIsNotOneRowIsRefused() {
    assertThatThrownBy(() -> questions.ofPrediction("delays", Map.of("id", "2")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "predictions.delays has more than one row with {id=2}. Name more of its key's"
                + " columns.");
    assertThatThrownBy(() -> questions.ofPrediction("delays", Map.of("id", "3")))
        .hasMessage(
            "predictions.delays has no row with {id=3}. Check the key, or score its interval"
                + " first.");
    assertThatThrownBy(() -> questions.ofPrediction("delays", Map.of("idd", "3")))
        .hasMessageStartingWith("predictions.delays has no column 'idd'. Did you mean 'id'?");
    assertThatThrownBy(() -> questions.ofPrediction("delay", Map.of("id", "1")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has no table predictions.delay.");
    LineageNode both = questions.ofPrediction("delays", Map.of("id", "2", "probability", "0.5"));
    assertThat(both.facts()).containsEntry("id", "2").containsEntry("probability", "0.5");
  }

  @Test
  void theOldFileMadeOnlyWhatWasReplacedSince() {
    assertThat(questions.downstreamOfFile("jan.csv", OLD).text())
        .isEqualTo(
            """
            file jan.csv  sha256 aaaaaaaaaaaa…
            ├─ raw.flights @ version 0  2013-01-01/2013-02-01
            │      written by: ingest of flights, run ingest-run (v1)
            └─ clean.flights @ version 0  2013-01-01/2013-02-01
                   written by: ingest of flights, run ingest-run (v1)
            """);
    assertThat(names(questions.downstreamOfFile("jan.csv", NEW)))
        .contains(VALUES.toString(), "delays", SCORES.toString());
    assertThatThrownBy(() -> questions.downstreamOfFile("jan.csv", FEB_FILE))
        .as("that content came under another name")
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("No step of this lake has read a file jan.csv with SHA-256 ccc");
  }

  private static List<String> names(LineageNode node) {
    List<String> names = new ArrayList<>(List.of(node.name()));
    node.next().forEach(next -> names.addAll(names(next)));
    return names;
  }

  @Test
  void versionsOfATableLeadBothWays() {
    LineageNode whole = questions.upstream(CLEAN, Optional.empty());
    assertThat(whole.text())
        .startsWith("clean.flights @ version 2, 1  2013-01-01/2013-03-01\n")
        .contains("file jan.csv  sha256 bbbbbbbbbbbb…", "file feb.csv")
        .doesNotContain("aaaaaaaaaaaa");
    assertThat(questions.upstream(CLEAN, Optional.of(0L)).text())
        .contains("aaaaaaaaaaaa")
        .doesNotContain("bbbbbbbbbbbb");
    assertThat(names(questions.downstream(CLEAN, Optional.of(2L))))
        .containsExactly(CLEAN.toString(), VALUES.toString(), "delays", SCORES.toString());
    assertThat(names(questions.downstream(CLEAN, Optional.of(0L))))
        .containsExactly(CLEAN.toString());
    assertThat(questions.downstreamOfModel("delays", "1").next())
        .singleElement()
        .satisfies(node -> assertThat(node.name()).isEqualTo(SCORES.toString()));
    assertThat(names(questions.upstreamOfModel("delays", "1")))
        .contains("jan.csv")
        .doesNotContain("feb.csv");
  }

  @Test
  void whatNobodyCommittedIsSaidToBeUnknown() {
    assertThatThrownBy(() -> questions.upstream(TableName.parse("clean.flihgts"), Optional.empty()))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "No step has committed clean.flihgts in this lake. Did you mean 'clean.flights'?");
    assertThatThrownBy(() -> questions.downstream(CLEAN, Optional.of(9L)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "No step has committed version 9 of clean.flights. The newest commits are of version"
                + " 2, 1.");
    assertThatThrownBy(() -> questions.upstreamOfModel("delays", "7"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "No step of this lake has trained model delays version 7. Did you mean 'delays:1'?");
    assertThatThrownBy(() -> questions.downstreamOfModel("nosuch", "1"))
        .isInstanceOf(FalajException.Configuration.class);
  }

  @Test
  void whatWasDrawnOnceIsNotDrawnAgain() {
    LineageNode leaf = node("file", LineageNode.Kind.FILE, List.of());
    LineageNode shared = node("raw.a", LineageNode.Kind.TABLE, List.of(leaf));
    LineageNode root = node("clean.a", LineageNode.Kind.TABLE, List.of(shared, shared, leaf));
    assertThat(root.text())
        .isEqualTo(
            """
            clean.a
            ├─ raw.a
            │  └─ file file
            ├─ raw.a  (as above)
            └─ file file
            """);
  }

  private static LineageNode node(String name, LineageNode.Kind kind, List<LineageNode> next) {
    return new LineageNode(kind, name, new java.util.TreeSet<>(), new java.util.TreeMap<>(), next);
  }

  @Test
  void intervalsThatTouchAreJoined() {
    java.util.TreeSet<Part> parts = new java.util.TreeSet<>();
    parts.add(new Part(JAN, "1"));
    parts.add(new Part(FEB, "2"));
    parts.add(new Part(DataInterval.parse("2013-01-10/2013-01-11"), "3"));
    parts.add(new Part(DataInterval.parse("2013-04-01/2013-05-01"), "1"));
    parts.add(new Part(DataInterval.WHOLE, "1"));
    parts.add(new Part(null, "1"));
    assertThat(TreeText.intervals(parts))
        .containsExactly("2013-01-01/2013-03-01", "2013-04-01/2013-05-01");
  }
}
