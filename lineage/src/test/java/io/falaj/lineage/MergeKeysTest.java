package io.falaj.lineage;

import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.RAW;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.committed;
import static io.falaj.lineage.TestRows.replace;
import static io.falaj.lineage.TestRows.request;
import static io.falaj.lineage.TestRows.requestOf;
import static io.falaj.lineage.TestRows.rows;
import static io.falaj.lineage.TestRows.run;
import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows of a table have the key of a row that comes. */
final class MergeKeysTest {

  private static final List<String> ID = List.of("id");

  @TempDir Path folder;
  private Lake lake;

  @BeforeEach
  void open() {
    lake = TestLake.in(folder).open();
  }

  private List<String> values(DataInterval interval) {
    return texts(lake.readAt(lake.pin(RAW), interval), "id || '=' || v");
  }

  private static List<String> texts(Dataset<Row> rows, String of) {
    return rows.selectExpr(of).as(Encoders.STRING()).collectAsList().stream().sorted().toList();
  }

  @Test
  void aKeyIsOneOfItsIntervalWhicheverAreWrittenTogether() {
    replace(lake, RAW, "a", 2, JAN, FEB);
    run(
        lake,
        requestOf("mend", "m", JAN, FEB),
        s -> s.merge(byMonth(RAW), ID, rows(lake, FEB, 9, 1)));
    assertThat(values(JAN)).containsExactly("0=0.0", "1=0.5");
    assertThat(values(FEB)).containsExactly("0=0.0", "1=9.0");
    Dataset<Row> both = rows(lake, JAN, 4, 1).union(rows(lake, FEB, 5, 1));
    run(lake, requestOf("mend", "n", JAN, FEB), s -> s.merge(byMonth(RAW), ID, both));
    assertThat(values(JAN)).containsExactly("0=0.0", "1=4.0");
    assertThat(values(FEB)).containsExactly("0=0.0", "1=5.0");
  }

  @Test
  void keysAreEqualAsInSqlAndNullIsEqualToNothing() {
    Double none = null;
    run(
        lake,
        request("a", JAN),
        s ->
            s.append(
                byMonth(RAW),
                keyed(
                    "old",
                    key(1L, NaN),
                    key(1L, -0.0),
                    key(2L, NaN),
                    key(null, 1.0),
                    key(3L, none))));
    run(
        lake,
        requestOf("mend", "m", JAN),
        s ->
            s.merge(
                byMonth(RAW),
                List.of("v", "id"),
                keyed("new", key(1L, NaN), key(1L, 0.0), key(1L, 1.0), key(3L, 1.0))));
    assertThat(texts(lake.read(RAW), "concat_ws(' ', id, v, _batch)"))
        .containsExactly(
            "1 0.0 new", "1 1.0 new", "1 NaN new", "1.0 old", "2 NaN old", "3 1.0 new", "3 old");
  }

  private static Row key(@Nullable Long id, @Nullable Double v) {
    return RowFactory.create(id, v);
  }

  private Dataset<Row> keyed(String batch, Row... keys) {
    List<Row> rows =
        Arrays.stream(keys)
            .map(
                key ->
                    RowFactory.create(
                        key.get(0),
                        key.get(1),
                        JAN.toString(),
                        TestRows.row(0, 0, JAN, "").get(3),
                        batch))
            .toList();
    return lake.dataset(rows, TestRows.SCHEMA);
  }

  @Test
  void aRowMayMoveToAnotherDayOfItsInterval() {
    DataInterval one = DataInterval.parse("2013-01-01/2013-01-03");
    DataInterval two = DataInterval.parse("2013-01-03/2013-01-05");
    StructType schema =
        StructType.fromDDL("id bigint, _interval string, _interval_day date, tags map<int,int>");
    TableSpec spec = TableSpec.of(RAW, schema).partitionedBy("_interval_day");
    Function<String, Dataset<Row>> rows =
        values ->
            lake.query(
                "SELECT id, i AS _interval, to_date(d) AS _interval_day, map(1, 2) AS tags FROM"
                    + " VALUES "
                    + values
                    + " AS t(id, i, d)");
    String first = "'" + one + "', '2013-01-0";
    String second = "'" + two + "', '2013-01-0";
    run(
        lake,
        request("a", one, two),
        s -> s.append(spec, rows.apply("(1L, " + first + "1'), (1L, " + second + "3')")));
    run(
        lake,
        requestOf("mend", "m", one, two),
        s -> s.merge(spec, ID, rows.apply("(1L, " + first + "2'), (2L, " + second + "3')")));
    assertThat(texts(lake.read(RAW), "id || ' ' || _interval_day"))
        .containsExactly("1 2013-01-02", "1 2013-01-03", "2 2013-01-03");
    refused(
        one,
        s -> s.merge(spec, ID, rows.apply("(7L, " + first + "1'), (7L, " + first + "2')")),
        FalajException.DataRefused.class,
        "has 2 rows of one key [id], for example id=7.");
    refused(
        one,
        s -> s.merge(spec, List.of("tags"), rows.apply("(7L, " + first + "1')")),
        FalajException.Configuration.class,
        "The merge into table raw.flights has key column tags of type map<int,int>, whose values"
            + " cannot be compared. Name others.");
    refused(
        DataInterval.parse("2013-01-01T06:00:00Z/2013-01-03"),
        s -> s.merge(spec, ID, rows.apply("(7L, " + first + "1')")),
        FalajException.Configuration.class,
        "does not cover whole partitions of raw.flights");
  }

  @Test
  void aTableThatIsTakenWholeIsMergedIntoAndDeletedFrom() {
    TableSpec whole = TableSpec.of(TestRows.CLEAN, TestRows.SCHEMA);
    BiFunction<String, Function<Step, StagedWrite>, IntervalContent> write =
        (content, change) -> {
          run(lake, requestOf("mend", content, DataInterval.WHOLE), change);
          return committed(lake, TestRows.CLEAN, DataInterval.WHOLE).content();
        };
    assertThat(write.apply("a", s -> s.merge(whole, ID, rows(lake, 0, JAN))))
        .as("nothing, into no table")
        .isEqualTo(WriteRecord.NOTHING);
    assertThat(write.apply("b", s -> s.merge(whole, ID, rows(lake, JAN, 1, 1, 2))).rows())
        .isEqualTo(2);
    assertThat(write.apply("c", s -> s.merge(whole, ID, rows(lake, FEB, 2, 2, 3))).rows())
        .isEqualTo(3);
    assertThat(texts(lake.read(TestRows.CLEAN), "id || '=' || v"))
        .as("in the whole table a key is one")
        .containsExactly("1=1.0", "2=2.0", "3=2.0");
    assertThat(write.apply("d", s -> s.delete(whole, TestRows.ids(lake, 1, 3))).rows()).isOne();
    assertThat(write.apply("e", s -> s.merge(whole, ID, rows(lake, 0, JAN))).rows())
        .as("nothing, into a table")
        .isOne();
    assertThat(write.apply("f", s -> s.delete(whole, functions.lit(true))))
        .isEqualTo(WriteRecord.NOTHING);
    assertThat(lake.files(lake.pin(TestRows.CLEAN))).isEmpty();
  }

  private void refused(
      DataInterval interval,
      Function<Step, StagedWrite> write,
      Class<? extends RuntimeException> type,
      String message) {
    TestRows.refused(lake, requestOf("mend", message, interval), write, type, message);
  }
}
