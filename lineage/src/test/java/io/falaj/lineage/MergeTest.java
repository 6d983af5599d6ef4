package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.committed;
import static io.falaj.lineage.TestRows.dieAfter;
import static io.falaj.lineage.TestRows.ids;
import static io.falaj.lineage.TestRows.replace;
import static io.falaj.lineage.TestRows.requestOf;
import static io.falaj.lineage.TestRows.rows;
import static io.falaj.lineage.TestRows.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MergeTest {

  private static final List<String> ID = List.of("id");

  @TempDir Path folder;
  private TestLake test;
  private Lake lake;

  @BeforeEach
  void open() {
    test = TestLake.in(folder);
    lake = test.open();
  }

  private static Function<Step, StagedWrite> merging(Dataset<Row> rows) {
    return step -> step.merge(byMonth(RAW), ID, rows);
  }

  private List<String> values(DataInterval interval) {
    Row[] rows =
        (Row[]) lake.readAt(lake.pin(RAW), interval).selectExpr("id || '=' || v").collect();
    return Arrays.stream(rows).map(row -> row.getString(0)).sorted().toList();
  }

  @Test
  void rowsOfTheSameKeyAreReplacedAndOthersComeBesideThem() {
    replace(lake, RAW, "a", 3, JAN, FEB);
    TableVersion before = lake.pin(RAW);
    StepResult result =
        Objects.requireNonNull(
            run(lake, requestOf("mend", "m", JAN), merging(rows(lake, JAN, 9, 1, 7))));
    assertThat(values(JAN)).containsExactly("0=0.0", "1=9.0", "2=1.0", "7=9.0");
    assertThat(values(FEB)).as("another interval").containsExactly("0=0.0", "1=0.5", "2=1.0");
    assertThat(result.rows(RAW)).as("what the interval holds").isEqualTo(4);
    Commit.Table row = committed(lake, RAW, JAN);
    assertThat(row.operation()).isEqualTo("merge");
    assertThat(row.generation()).isEqualTo(2);
    assertThat(row.content().rows()).isEqualTo(4);
    assertThat(ids(lake.readAt(before, JAN)))
        .as("the version before")
        .containsExactlyInAnyOrder(0L, 1L, 2L);
    TableCommit commit = lake.history(RAW).get(1);
    assertThat(commit.operation()).isEqualTo("MERGE");
    assertThat(commit.runId()).contains(lake.run().runId());
    assertThat(commit.record().orElseThrow())
        .contains("\"operation\":\"merge\"", row.content().checksum(), "\"over\":1");
  }

  @Test
  void theSameMergeAgainDoesNothingAndAnotherOneRaisesTheCounter() {
    replace(lake, RAW, "a", 3, JAN);
    StepRequest request = requestOf("mend", "m", JAN);
    assertThat(run(lake, request, merging(rows(lake, JAN, 9, 1)))).isNotNull();
    assertThat(run(test.open(), request, merging(rows(lake, JAN, 5, 2)))).isNull();
    assertThat(lake.history(RAW)).hasSize(2);
    run(lake, requestOf("mend", "n", JAN), merging(rows(lake, JAN, 9, 1)));
    assertThat(committed(lake, RAW, JAN).generation()).isEqualTo(3);
    assertThat(values(JAN)).containsExactly("0=0.0", "1=9.0", "2=1.0");
  }

  @Test
  void theFirstMergeMakesTheTable() {
    run(lake, requestOf("mend", "m", JAN, FEB), merging(rows(lake, 2, JAN, FEB)));
    assertThat(values(JAN)).containsExactly("0=0.0", "1=0.5");
    assertThat(values(FEB)).containsExactly("0=0.0", "1=0.5");
  }

  @Test
  void filesThatWereMovedMeanwhileAreNeitherLostNorDoubled() {
    replace(lake, RAW, "a", 3, JAN);
    Function<Step, StagedWrite> change = merging(rows(lake, JAN, 9, 1));
    try (Step step = lake.begin(requestOf("mend", "m", JAN))) {
      StagedWrite write = change.apply(step);
      moveAFile();
      assertThatThrownBy(write::commit)
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageContaining("Another run wrote [2013-01-01/2013-02-01] of table raw.flights");
    }
    assertThat(values(JAN)).containsExactly("0=0.0", "1=0.5", "2=1.0");
    run(test.open(), requestOf("mend", "m", JAN), change);
    assertThat(values(JAN)).containsExactly("0=0.0", "1=9.0", "2=1.0");
  }

  /** Writes a file of the table to another place, as a compaction does that raises no counter. */
  private void moveAFile() {
    DeltaTables tables =
        new DeltaTables(
            (SparkSession) TestSpark.session(), LakeFolders.of(lake.root(), new Configuration()));
    OptimisticTransaction txn = tables.transaction(RAW);
    AddFile file = SnapshotState.files(txn.snapshot()).get(0);
    Path from = folder.resolve("lake/raw/flights").resolve(file.path());
    try {
      Files.copy(from, from.resolveSibling("moved.parquet"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AddFile moved =
        file.copy(
            Path.of(file.path()).resolveSibling("moved.parquet").toString(),
            file.partitionValues(),
            file.size(),
            file.modificationTime(),
            false,
            file.stats(),
            file.tags(),
            file.deletionVector(),
            file.baseRowId(),
            file.defaultRowCommitVersion(),
            file.clusteringProvider());
    tables.with(
        () ->
            txn.commit(
                Scala.seq(List.of(file.removeWithTimestamp(1, false), moved)),
                DeltaOperations.ManualUpdate$.MODULE$));
  }

  @Test
  void aMergeIsCommittedThoughAnotherRunAddsAColumnMeanwhile() {
    replace(lake, RAW, "a", 3, JAN, FEB);
    StructType wider = TestRows.SCHEMA.add("note", "string");
    TableSpec spec = TableSpec.of(RAW, wider).partitionedBy("_interval_month");
    try (Step step = lake.begin(requestOf("mend", "m", JAN))) {
      StagedWrite write = merging(rows(lake, JAN, 9, 1)).apply(step);
      Dataset<Row> noted = rows(lake, FEB, 9, 1).withColumn("note", functions.lit("x"));
      run(test.open(), requestOf("mend", "n", FEB), s -> s.merge(spec, ID, noted));
      write.commit();
      step.commit();
    }
    assertThat(values(JAN)).containsExactly("0=0.0", "1=9.0", "2=1.0");
    assertThat(values(FEB)).containsExactly("0=0.0", "1=9.0", "2=1.0");
    assertThat(lake.read(RAW).where("note = 'x'").count()).isOne();
  }

  @Test
  void onlyFilesWithRowsThatGoAreWrittenAnewAndAllAreObserved() {
    for (long id : new long[] {1, 2, 3}) {
      Dataset<Row> one = rows(lake, JAN, 0, id).coalesce(1);
      run(lake, requestOf("add", "a" + id, JAN), step -> step.append(byMonth(RAW), one));
    }
    List<String> before = paths();
    assertThat(before).hasSize(3);
    CountRows count = new CountRows();
    run(
        lake,
        requestOf("mend", "m", JAN),
        step -> {
          StagedWrite write = step.merge(byMonth(RAW), ID, rows(lake, JAN, 9, 2, 4), count);
          assertThat(write.rows()).isEqualTo(4);
          assertThat(write.observed(count)[0]).as("with rows that stay").isEqualTo(4);
          return write;
        });
    assertThat(paths()).hasSizeGreaterThan(2);
    List<String> stayed = paths();
    stayed.retainAll(before);
    assertThat(stayed).hasSize(2);
    assertThat(values(JAN)).containsExactly("1=0.0", "2=9.0", "3=0.0", "4=9.0");
  }

  private List<String> paths() {
    return new java.util.ArrayList<>(
        lake.files(lake.pin(RAW)).stream().map(DataFile::path).toList());
  }

  @Test
  void rowsAreComputedOnce() {
    replace(lake, RAW, "a", 4, JAN);
    Dataset<Row> random = rows(lake, JAN, 0, 1, 2, 3).withColumn("v", functions.rand().plus(1.0));
    run(lake, requestOf("mend", "m", JAN), merging(random));
    Commit.Table merged = committed(lake, RAW, JAN);
    run(
        lake,
        requestOf("copy", "m", JAN),
        step -> step.replaceIntervals(byMonth(TestRows.CLEAN), lake.read(RAW)));
    assertThat(committed(lake, TestRows.CLEAN, JAN).content()).isEqualTo(merged.content());
  }

  @Test
  void whatARunThatDiedHasWrittenIsNeitherSeenNorMergedInto() {
    replace(lake, RAW, "a", 3, JAN);
    dieAfter(lake, requestOf("mend", "m", JAN), merging(rows(lake, JAN, 9, 0, 8)));
    assertThat(values(JAN)).containsExactly("0=0.0", "1=0.5", "2=1.0");
    run(test.open(), requestOf("mend", "n", JAN), merging(rows(lake, JAN, 5, 1)));
    assertThat(values(JAN)).containsExactly("0=0.0", "1=5.0", "2=1.0");
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
  }

  @Test
  void theNextRunRollsForwardAndObservesTheWholeInterval() {
    replace(lake, RAW, "a", 3, JAN);
    dieAfter(lake, requestOf("mend", "m", JAN), merging(rows(lake, JAN, 9, 0, 8)));
    CountRows count = new CountRows();
    run(
        test.open(),
        requestOf("mend", "m", JAN),
        step -> {
          StagedWrite write = step.merge(byMonth(RAW), ID, rows(lake, JAN, 5, 1), count);
          assertThat(write.observed(count)[0]).isEqualTo(4);
          return write;
        });
    assertThat(values(JAN)).containsExactly("0=9.0", "1=0.5", "2=1.0", "8=9.0");
    assertThat(lake.history(RAW)).hasSize(2);
  }

  @Test
  void aNewColumnComesWithAMerge() {
    replace(lake, RAW, "a", 2, JAN);
    StructType wider = TestRows.SCHEMA.add("note", "string");
    TableSpec spec = TableSpec.of(RAW, wider).partitionedBy("_interval_month");
    Dataset<Row> noted = rows(lake, JAN, 9, 1).withColumn("note", functions.lit("x"));
    run(lake, requestOf("mend", "m", JAN), step -> step.merge(spec, ID, noted));
    assertThat(ids(lake.read(RAW).where("note = 'x'"))).containsExactly(1L);
    assertThat(ids(lake.read(RAW).where("note IS NULL"))).containsExactly(0L);
    refused(
        merging(rows(lake, JAN, 9, 1)),
        FalajException.Configuration.class,
        "The merge into table raw.flights does not define columns that the table has: [note].");
  }

  @Test
  void whatCannotBeMergedIsRefusedAndNothingIsWritten() throws IOException {
    replace(lake, RAW, "a", 2, JAN);
    List<Path> before = everyFile();
    refused(
        merging(rows(lake, JAN, 9, 1, 4, 4)),
        FalajException.DataRefused.class,
        "The merge into table raw.flights has 2 rows of one key [id], for example id=4. Which of"
            + " them is to stay cannot be told: give one for each key.");
    Row keyless = RowFactory.create(null, 1.0, JAN.toString(), date(), "x");
    refused(
        merging(lake.dataset(List.of(keyless), TestRows.SCHEMA)),
        FalajException.DataRefused.class,
        "The merge into table raw.flights has a row without a value in key column id (id=null). It"
            + " could match no row: leave it out, or give it a key.");
    refused(
        step -> step.merge(byMonth(RAW), List.of("id", "tail"), rows(lake, JAN, 9, 1)),
        FalajException.Configuration.class,
        "The merge into table raw.flights has key column tail, which the table lacks. Name some of"
            + " its columns: [id, v, _interval, _interval_month, _batch].");
    refused(
        step -> step.merge(byMonth(RAW), List.of(), rows(lake, JAN, 9, 1)),
        FalajException.Configuration.class,
        "has key columns []. Name at least one, and none twice.");
    refused(
        merging(rows(lake, JAN, 9, 1).drop("v")),
        IllegalArgumentException.class,
        "rows for raw.flights lack column v");
    refused(
        merging(rows(lake, JAN, 9, 1).withColumn("more", functions.lit(1))),
        IllegalArgumentException.class,
        "have columns that the table lacks: [more]");
    refused(
        merging(rows(lake, JAN, 9, 1).withColumn("v", functions.col("v").cast("string"))),
        IllegalArgumentException.class,
        "rows for raw.flights have column v of type string instead of double");
    refused(
        merging(rows(lake, FEB, 9, 1)),
        IllegalStateException.class,
        "a row for raw.flights has _interval '2013-02-01/2013-03-01'");
    assertThat(everyFile()).isEqualTo(before);
    assertThat(lake.pin(RAW).version()).isZero();
  }

  private static Object date() {
    return TestRows.row(0, 0, JAN, "").get(3);
  }

  @Test
  void onlyIntervalsOfStepsAreChanged() {
    replace(lake, RAW, "a", 2, JAN);
    DataInterval both = DataInterval.parse("2013-01-01/2013-03-01");
    assertThatThrownBy(
            () -> run(lake, requestOf("mend", "m", both), merging(rows(lake, JAN, 9, 1))))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Table raw.flights was written by interval 2013-01-01/2013-02-01, and a merge is to"
                + " change 2013-01-01/2013-03-01 of it. Name the intervals that it was written by.");
    TableSpec models = TableSpec.of(TableName.parse("models.all"), TestRows.SCHEMA);
    lake.appendBookkeeping(models, List.of(TestRows.row(1, 1, JAN, "x")));
    assertThatThrownBy(
            () ->
                run(
                    lake,
                    requestOf("mend", "m", DataInterval.WHOLE),
                    step -> step.merge(models, ID, rows(lake, JAN, 9, 1))))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("Table models.all has rows that no step wrote, and a merge is to");
  }

  @Test
  void aSecondWriteOfATableInOneStepIsRefused() {
    try (Step step = lake.begin(requestOf("mend", "m", JAN))) {
      step.merge(byMonth(RAW), ID, rows(lake, JAN, 9, 1)).commit();
      assertThatThrownBy(() -> step.delete(byMonth(RAW), TestRows.ids(lake, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "step mend of flights writes [2013-01-01/2013-02-01] of raw.flights twice: make two"
                  + " steps of it");
    }
  }

  private void refused(
      Function<Step, StagedWrite> write, Class<? extends RuntimeException> type, String message) {
    TestRows.refused(lake, requestOf("mend", message, JAN), write, type, message);
  }

  private List<Path> everyFile() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("lake/raw"))) {
      return List.copyOf(new TreeSet<>(all.filter(Files::isRegularFile).toList()));
    }
  }
}
