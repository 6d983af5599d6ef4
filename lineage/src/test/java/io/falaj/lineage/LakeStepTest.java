package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.count;
import static io.falaj.lineage.TestRows.replace;
import static io.falaj.lineage.TestRows.request;
import static io.falaj.lineage.TestRows.rows;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LakeStepTest {

  @TempDir Path folder;
  private TestLake test;
  private Lake lake;

  @BeforeEach
  void open() {
    test = TestLake.in(folder);
    lake = test.open();
  }

  @Test
  void whatAStepCommitsIsReadAndTheSameStepAgainDoesNothing() {
    try (Step step = lake.begin(request("a", JAN, FEB))) {
      assertThat(step.pending()).containsExactly(JAN, FEB);
      StagedWrite write = step.replaceIntervals(byMonth(RAW), rows(lake, 10, JAN, FEB));
      assertThat(write.rows()).isEqualTo(20);
      assertThat(write.contents().values())
          .extracting(IntervalContent::rows)
          .containsExactly(10L, 10L);
      write.commit();
      assertThat(lake.read(RAW).count()).as("before the commit").isZero();
      StepResult result = step.commit();
      assertThat(result.version(RAW).version()).isZero();
      assertThat(result.rows(RAW)).isEqualTo(20);
    }
    assertThat(lake.read(RAW).count()).isEqualTo(20);
    assertThat(lake.readAt(lake.pin(RAW), JAN).count()).isEqualTo(10);
    try (Step again = test.open().begin(request("a", JAN, FEB))) {
      assertThat(again.upToDate()).isTrue();
      assertThat(again.stepKeys()).containsOnlyKeys(JAN, FEB);
    }
    assertThat(lake.pin(RAW).version()).as("nothing was written").isZero();
  }

  @Test
  void aChangedInputIsWrittenAgainAndSoIsTheFirstOneAfterIt() {
    assertThat(replace(lake, RAW, "a", 10, JAN, FEB)).isNotNull();
    assertThat(replace(lake, RAW, "b", 7, JAN)).isNotNull();
    assertThat(count(lake, RAW, JAN)).isEqualTo(7);
    assertThat(count(lake, RAW, FEB)).as("another interval stays").isEqualTo(10);
    assertThat(replace(lake, RAW, "a", 10, JAN)).isNotNull();
    assertThat(replace(lake, RAW, "a", 10, JAN)).isNull();
    List<Commit> commits = lake.commits("ingest", "flights");
    assertThat(commits).extracting(Commit::interval).containsExactly(JAN, FEB);
    assertThat(commits).extracting(Commit::generation).containsExactly(3L, 1L);
    assertThat(lake.commits()).hasSize(4);
    assertThat(checksums(JAN)).as("A, B and A").hasSize(2);
  }

  private List<String> checksums(DataInterval interval) {
    return lake.commits().stream()
        .filter(commit -> commit.interval().equals(interval))
        .map(commit -> commit.tables().get(0).content().checksum())
        .distinct()
        .toList();
  }

  @Test
  void inputsNameTheVersionsThatCommitsName() {
    replace(lake, RAW, "a", 3, JAN, FEB);
    replace(lake, RAW, "b", 4, JAN);
    assertThat(lake.inputs(RAW, JAN))
        .containsExactly(new StepInput("table", "raw.flights/" + JAN, "1"));
    assertThat(lake.inputs(RAW, DataInterval.parse("2013-01-01/2014-01-01")))
        .extracting(StepInput::identity)
        .containsExactly("1", "0");
  }

  @Test
  void aPipelineDoesNotWriteAnothersTable() {
    replace(lake, RAW, "a", 1, JAN);
    assertThatThrownBy(() -> replace(test.open("weather"), RAW, "b", 1, FEB))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Table raw.flights belongs to pipeline 'flights', and pipeline 'weather' defines it"
                + " too. A lake is one namespace: rename the table in one of them.");
  }

  @Test
  void rowsOfAnIntervalThatIsNotWrittenAreRefusedAndLeaveNothingBehind() throws Exception {
    try (Step step = lake.begin(request("a", JAN))) {
      assertThatThrownBy(() -> step.replaceIntervals(byMonth(RAW), rows(lake, 2, JAN, FEB)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a row for raw.flights has _interval '2013-02-01/2013-03-01'");
    }
    assertThat(folder.resolve("lake/raw/flights")).doesNotExist();
  }

  @Test
  void rowsWithoutAPartitionAreRefused() {
    try (Step step = lake.begin(request("a", JAN))) {
      assertThatThrownBy(
              () ->
                  step.replaceIntervals(
                      byMonth(RAW),
                      rows(lake, 1, JAN).withColumn("_interval_month", lit(null).cast("date"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "rows for raw.flights have no value in a partition column of [_interval_month] and"
                  + " belong to [2013-01-01/2013-02-01]");
    }
    assertThat(lake.exists(RAW)).isFalse();
  }

  @Test
  void rowsThatCannotBeComputedAreRefused() {
    try (Step step = lake.begin(request("a", JAN))) {
      assertThatThrownBy(
              () ->
                  step.replaceIntervals(
                      byMonth(RAW), rows(lake, 1, JAN).withColumn("v", expr("1 / (id - id)"))))
          .isInstanceOf(FalajException.DataRefused.class)
          .hasMessageStartingWith(
              "Cannot write to table raw.flights: what is to be computed of a row fails on it:"
                  + " [DIVIDE_BY_ZERO]")
          .hasMessageEndingWith("Mend the row, or the expression.");
    }
  }

  @Test
  void theCountersOfManyIntervalsAreReadWithoutAJob() {
    DataInterval[] months =
        DataInterval.parse("2000-01-01/2012-07-01").months().toArray(DataInterval[]::new);
    for (String content : List.of("a", "b")) {
      try (Step step = lake.begin(request(content, months))) {
        step.commit();
      }
    }
    DeltaTables tables =
        new DeltaTables(
            (SparkSession) TestSpark.session(), LakeFolders.of(lake.root(), new Configuration()));
    assertThat(tables.newest(CommitLog.TABLE).checksumOpt().get().setTransactions().get().size())
        .isEqualTo(150);
  }

  @Test
  void anIntervalCoversWholePartitions() {
    DataInterval half = DataInterval.parse("2013-01-01/2013-01-15");
    try (Step step = lake.begin(request("a", half))) {
      assertThatThrownBy(() -> step.replaceIntervals(byMonth(RAW), rows(lake, 1, half)))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessageContaining("does not cover whole partitions of raw.flights");
      TableSpec flat = TableSpec.of(RAW, TestRows.SCHEMA);
      assertThatThrownBy(() -> step.replaceIntervals(flat, rows(lake, 1, half)))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessageContaining("is not partitioned by interval");
    }
  }

  @Test
  void aNewColumnIsAddedAndAChangedTypeRefused() {
    replace(lake, RAW, "a", 2, JAN);
    StructType wider = TestRows.SCHEMA.add("note", "string");
    TableSpec spec = TableSpec.of(RAW, wider).partitionedBy("_interval_month");
    try (Step step = lake.begin(request("a", FEB))) {
      step.replaceIntervals(spec, rows(lake, 2, FEB).selectExpr("*", "'x' AS note")).commit();
      step.commit();
    }
    assertThat(lake.read(RAW).where("note = 'x'").count()).isEqualTo(2);
    assertThat(lake.read(RAW).where("note IS NULL").count()).isEqualTo(2);
    StructType other =
        StructType.fromDDL("id string, _interval string, _interval_month date, _batch string");
    TableSpec changed = TableSpec.of(RAW, other).partitionedBy("_interval_month");
    try (Step step = lake.begin(request("b", FEB))) {
      assertThatThrownBy(
              () ->
                  step.replaceIntervals(
                      changed,
                      rows(lake, 2, FEB).drop("v").withColumn("id", col("id").cast("string"))))
          .hasMessageContaining(
              "Column id of table raw.flights is bigint, and the definition now makes it string");
    }
  }

  @Test
  void columnsThatDifferFromTheSpecificationAreNamed() {
    try (Step step = lake.begin(request("a", JAN))) {
      assertThatThrownBy(() -> step.replaceIntervals(byMonth(RAW), rows(lake, 1, JAN).drop("v")))
          .hasMessageContaining("rows for raw.flights lack column v");
      assertThatThrownBy(
              () ->
                  step.replaceIntervals(
                      byMonth(RAW), rows(lake, 1, JAN).selectExpr("*", "1 AS more")))
          .hasMessageContaining("have columns that the table lacks: [more]");
    }
  }

  @Test
  void anAbandonedWriteLeavesTheTableAsItWas() {
    replace(lake, RAW, "a", 3, JAN);
    try (Step step = lake.begin(request("b", JAN))) {
      StagedWrite write = step.replaceIntervals(byMonth(RAW), rows(lake, 9, JAN));
      write.abandon();
      assertThatThrownBy(write::commit).hasMessageContaining("was abandoned");
    }
    assertThat(count(lake, RAW, JAN)).isEqualTo(3);
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
  }

  @Test
  void anAbandonedFirstWriteLeavesNoTable() {
    try (Step step = lake.begin(request("a", JAN, FEB))) {
      StagedWrite write = step.replaceIntervals(byMonth(RAW), rows(lake, 9, JAN, FEB));
      assertThat(folder.resolve("lake/raw/flights")).isNotEmptyDirectory();
      assertThat(lake.exists(RAW)).as("before the commit").isFalse();
      write.abandon();
    }
    assertThat(folder.resolve("lake/raw/flights")).doesNotExist();
    assertThat(lake.tables()).isEmpty();
    replace(lake, RAW, "a", 3, JAN);
    assertThat(count(lake, RAW, JAN)).isEqualTo(3);
  }

  @Test
  void listenersAreToldOfStartEndAndFailure() {
    List<Object> told = new ArrayList<>();
    lake.listen(
        new StepListener() {
          @Override
          public void started(StepStarted step) {
            told.add(step);
          }

          @Override
          public void completed(StepCompleted step) {
            told.add(step);
          }

          @Override
          public void failed(StepFailed step) {
            told.add(step);
          }
        });
    replace(lake, RAW, "a", 3, JAN);
    TableVersion read = lake.pin(RAW);
    assertThat(lake.readAt(read).count()).isEqualTo(3);
    try (Step step = lake.begin(request("b", JAN))) {
      step.record("counts", Map.of("rows", 4));
      step.replaceIntervals(byMonth(TestRows.CLEAN), rows(lake, 4, JAN)).commit();
      step.commit();
    }
    try (Step step = lake.begin(request("c", JAN))) {
      step.failed(new IllegalStateException("because"));
    }
    assertThat(told).hasSize(6);
    StepCompleted done = (StepCompleted) told.get(3);
    assertThat(done.reads()).containsExactly(read);
    assertThat(done.facets()).isEqualTo(Map.of("counts", Map.of("rows", 4)));
    assertThat(done.outputs()).hasSize(1);
    assertThat(done.outputs().get(0).rows()).isEqualTo(4);
    assertThat(done.outputs().get(0).files()).isPositive();
    StepFailed failed = (StepFailed) told.get(5);
    assertThat(failed.problem()).isEqualTo("because");
    assertThat(failed.outputs()).isEmpty();
  }

  @Test
  void aMissingTableIsNamedWithWhatThereIs() {
    replace(lake, RAW, "a", 1, JAN);
    assertThatThrownBy(() -> lake.pin(TestRows.CLEAN))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("has no table clean.flights. It has raw.flights, lineage.commits.");
    assertThat(lake.exists(TestRows.CLEAN)).isFalse();
    assertThat(lake.tables()).containsExactly(RAW, CommitLog.TABLE);
  }

  @Test
  void tablesCarryTheirProvenanceAndProperties() throws Exception {
    replace(lake, RAW, "a", 2, JAN);
    Path log = folder.resolve("lake/raw/flights/_delta_log");
    String created = Files.readString(log.resolve("00000000000000000000.json"));
    assertThat(created)
        .contains("\"falaj.pipeline\":\"flights\"")
        .contains("\"delta.logRetentionDuration\":\"interval 87672 hours\"")
        .contains("\"delta.enableDeletionVectors\":\"false\"")
        .contains("\"delta.dataSkippingStatsColumns\":\"id\"")
        .contains("raw.flights/2013-01-01/2013-02-01")
        .contains(lake.run().runId())
        .contains("checksum");
  }
}
