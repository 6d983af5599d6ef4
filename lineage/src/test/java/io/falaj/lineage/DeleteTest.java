package io.falaj.lineage;

import static io.falaj.lineage.TestRows.CLEAN;
import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.committed;
import static io.falaj.lineage.TestRows.count;
import static io.falaj.lineage.TestRows.dieAfter;
import static io.falaj.lineage.TestRows.ids;
import static io.falaj.lineage.TestRows.replace;
import static io.falaj.lineage.TestRows.requestOf;
import static io.falaj.lineage.TestRows.rows;
import static io.falaj.lineage.TestRows.run;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeleteTest {

  @TempDir Path folder;
  private TestLake test;
  private Lake lake;

  @BeforeEach
  void open() {
    test = TestLake.in(folder);
    lake = test.open();
    replace(lake, RAW, "a", 4, JAN, FEB);
  }

  private List<Long> left(DataInterval interval) {
    return ids(lake.readAt(lake.pin(RAW), interval)).stream().sorted().toList();
  }

  @Test
  void rowsOfTheKeysGoFromTheStepsIntervalsAndFromNoOther() throws Exception {
    TableVersion before = lake.pin(RAW);
    StepRequest request = requestOf("erase", "e", JAN);
    run(lake, request, step -> step.delete(byMonth(RAW), TestRows.ids(lake, 1, 3, 3, 8)));
    assertThat(left(JAN)).containsExactly(0L, 2L);
    assertThat(left(FEB)).containsExactly(0L, 1L, 2L, 3L);
    Commit.Table row = committed(lake, RAW, JAN);
    assertThat(row.operation()).isEqualTo("delete");
    assertThat(row.content().rows()).isEqualTo(2);
    assertThat(lake.history(RAW).get(1).operation()).isEqualTo("DELETE");
    assertThat(lake.readAt(before, JAN).count()).as("the version before").isEqualTo(4);
    assertThat(run(test.open(), request, step -> step.delete(byMonth(RAW), col("id").geq(0))))
        .isNull();
    assertThat(lake.history(RAW)).hasSize(2);
  }

  @Test
  void rowsForWhichAConditionHoldsGoAndThoseForWhichItIsUnknownStay() throws Exception {
    Row unknown = TestRows.row(9, 0, JAN, "x");
    Row noValue = RowFactory.create(9L, null, JAN.toString(), unknown.get(3), "x");
    run(
        lake,
        requestOf("add", "n", JAN),
        s -> s.append(byMonth(RAW), lake.dataset(List.of(noValue), TestRows.SCHEMA)));
    run(
        lake,
        requestOf("erase", "e", JAN, FEB),
        step -> step.delete(byMonth(RAW), col("v").geq(0.71875)));
    assertThat(left(JAN)).containsExactly(0L, 1L, 9L);
    assertThat(left(FEB)).containsExactly(0L, 1L);
    String log =
        Files.readString(folder.resolve("lake/raw/flights/_delta_log/00000000000000000002.json"));
    assertThat(log).contains("_interval_month").doesNotContain("0.71875");
  }

  @Test
  void ofNothingItIsRecordedAndNoFileIsWritten() {
    IntervalContent before = committed(lake, RAW, JAN).content();
    List<DataFile> files = lake.files(lake.pin(RAW));
    StepRequest request = requestOf("erase", "e", JAN);
    StepResult result =
        Objects.requireNonNull(
            run(lake, request, step -> step.delete(byMonth(RAW), TestRows.ids(lake, 77))));
    assertThat(result.outputs().get(0).files()).isZero();
    assertThat(lake.files(lake.pin(RAW))).isEqualTo(files);
    assertThat(lake.history(RAW)).hasSize(2).last().matches(commit -> !commit.changesFiles());
    assertThat(committed(lake, RAW, JAN)).isEqualTo(new Commit.Table(RAW, 1, 2, "delete", before));
    assertThat(run(lake, request, step -> step.delete(byMonth(RAW), col("id").geq(0)))).isNull();
  }

  @Test
  void neitherKeysNorTheirRowsAreNamedInTheLog() throws Exception {
    Row row = TestRows.row(1, 0.5, JAN, "secret");
    Dataset<Row> keys = lake.dataset(List.of(row), TestRows.SCHEMA).select("v", "_batch");
    run(
        lake,
        requestOf("mark", "e", JAN),
        s -> s.merge(byMonth(RAW), List.of("id"), lake.dataset(List.of(row), TestRows.SCHEMA)));
    run(lake, requestOf("erase", "e", JAN), step -> step.delete(byMonth(RAW), keys));
    assertThat(left(JAN)).containsExactly(0L, 2L, 3L);
    for (String version : List.of("1", "2")) {
      assertThat(
              Files.readString(
                  folder.resolve(
                      "lake/raw/flights/_delta_log/0000000000000000000" + version + ".json")))
          .doesNotContain("secret");
    }
  }

  @Test
  void fromATableThatIsNotThereNothingGoes() {
    StepRequest request = requestOf("erase", "e", JAN);
    StepResult result =
        Objects.requireNonNull(
            run(lake, request, step -> step.delete(byMonth(CLEAN), TestRows.ids(lake, 1))));
    assertThat(result.outputs().get(0).files()).isZero();
    assertThat(lake.read(CLEAN).count()).isZero();
    assertThat(committed(lake, CLEAN, JAN).content()).isEqualTo(WriteRecord.NOTHING);
    run(
        lake,
        requestOf("erase", "f", JAN),
        step -> step.delete(byMonth(CLEAN), col("id").isNotNull()));
    assertThat(committed(lake, CLEAN, JAN).generation()).isEqualTo(2);
  }

  @Test
  void allRowsOfAnIntervalMayGo() {
    run(lake, requestOf("erase", "e", JAN), step -> step.delete(byMonth(RAW), col("id").geq(0)));
    assertThat(left(JAN)).isEmpty();
    assertThat(count(lake, RAW, FEB)).isEqualTo(4);
    assertThat(committed(lake, RAW, JAN).content()).isEqualTo(WriteRecord.NOTHING);
  }

  @Test
  void aRunThatDiedIsNotSeenAndRolledForward() {
    StepRequest request = requestOf("erase", "e", JAN);
    dieAfter(lake, request, step -> step.delete(byMonth(RAW), TestRows.ids(lake, 1)));
    assertThat(left(JAN)).containsExactly(0L, 1L, 2L, 3L);
    run(test.open(), request, step -> step.delete(byMonth(RAW), TestRows.ids(lake, 2)));
    assertThat(left(JAN)).containsExactly(0L, 2L, 3L);
    assertThat(lake.history(RAW)).hasSize(2);
  }

  @Test
  void whatARunThatDiedTookAwayIsBackWithTheNextAppend() {
    dieAfter(
        lake,
        requestOf("erase", "e", JAN),
        step -> step.delete(byMonth(RAW), TestRows.ids(lake, 1)));
    run(
        test.open(),
        requestOf("add", "n", JAN),
        step -> step.append(byMonth(RAW), rows(lake, JAN, 5, 6)));
    assertThat(left(JAN)).containsExactly(0L, 1L, 2L, 3L, 6L);
    assertThat(lake.pin(RAW).openIntervals()).isEmpty();
    run(
        lake,
        requestOf("erase", "f", JAN),
        step -> step.delete(byMonth(RAW), TestRows.ids(lake, 0, 6)));
    assertThat(left(JAN)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatCannotBeDeletedIsRefused() {
    refused(
        step -> step.delete(byMonth(RAW), intIds()),
        FalajException.Configuration.class,
        "The delete from table raw.flights has keys id of type int, and the table has bigint. Cast"
            + " them to the table's type.");
    refused(
        step -> step.delete(byMonth(RAW), TestRows.ids(lake, 1).withColumnRenamed("id", "tail")),
        FalajException.Configuration.class,
        "The delete from table raw.flights has key column tail, which the table lacks.");
    refused(
        step ->
            step.delete(
                byMonth(RAW),
                TestRows.ids(lake, 1)
                    .select(
                        functions.lit(null).cast("bigint").as("id"), functions.lit(1.0).as("v"))),
        FalajException.DataRefused.class,
        "The delete from table raw.flights has a row without a value in key column id (id=null,"
            + " v=1.0).");
    refused(
        step -> step.delete(byMonth(RAW), col("tail").equalTo(1)),
        FalajException.Configuration.class,
        "The delete from table raw.flights has a condition that cannot be read: [UNRESOLVED_COLUMN");
    refused(
        step -> step.delete(byMonth(RAW), col("v")),
        FalajException.Configuration.class,
        "The delete from table raw.flights has a condition that cannot be read: [DATATYPE_MISMATCH");
    for (String condition :
        List.of("rand() > 0.5", "_interval_month < current_date()", "_batch = current_user()")) {
      refused(
          step -> step.delete(byMonth(RAW), functions.expr(condition)),
          FalajException.Configuration.class,
          "The delete from table raw.flights has a condition that does not follow from the row"
              + " alone: ");
    }
    refused(
        step -> step.delete(byMonth(RAW), TestRows.ids(lake, 1).exists()),
        FalajException.Configuration.class,
        "Leave random numbers, the clock, the session and other rows out of it.");
    refused(
        step -> step.delete(byMonth(RAW), functions.expr("1 / id > 0")),
        FalajException.DataRefused.class,
        "Cannot delete from table raw.flights: what is to be computed of a row fails on it:"
            + " [DIVIDE_BY_ZERO]");
    TableSpec flat = TableSpec.of(RAW, TestRows.SCHEMA);
    refused(
        step -> step.delete(flat, TestRows.ids(lake, 1)),
        FalajException.Configuration.class,
        "Table raw.flights is not partitioned by interval, and interval 2013-01-01/2013-02-01 of it"
            + " is to be rewritten: all other rows would go.");
    assertThat(lake.pin(RAW).version()).isZero();
  }

  private Dataset<Row> intIds() {
    return lake.dataset(List.of(RowFactory.create(1)), StructType.fromDDL("id int"));
  }

  private void refused(
      Function<Step, StagedWrite> write, Class<? extends RuntimeException> type, String message) {
    TestRows.refused(lake, requestOf("erase", message, JAN), write, type, message);
  }
}
