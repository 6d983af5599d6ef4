package io.falaj.lineage;

import static io.falaj.lineage.TestRows.CLEAN;
import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.request;
import static io.falaj.lineage.TestRows.requestOf;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.questions.LineageQuestions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose definition changes. */
final class SchemaEvolutionTest {

  @TempDir Path folder;
  private TestLake test;

  @BeforeEach
  void makeLake() {
    test = TestLake.in(folder);
  }

  private static final List<String> TYPES =
      List.of(
          "string",
          "boolean",
          "int",
          "bigint",
          "float",
          "double",
          "date",
          "timestamp",
          "decimal(9,2)",
          "decimal(11,2)",
          "decimal(11,4)",
          "decimal(10,0)",
          "decimal(20,0)");

  /** What must be lossless, by type: extremes and fractions. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "int", List.of("-2147483648", "2147483647", "0"),
          "bigint", List.of("-9223372036854775808", "9223372036854775807", "9007199254740993"),
          "float", List.of("0.1", "-3.4028235E38", "1.4E-45"),
          "decimal(9,2)", List.of("-9999999.99", "9999999.99", "0.01"),
          "decimal(11,2)", List.of("-999999999.99", "0.01"),
          "decimal(10,0)", List.of("-9999999999", "1"));

  private static final Map<String, List<String>> WIDER = new LinkedHashMap<>();

  static {
    WIDER.put("int", List.of("bigint", "double", "decimal(10,0)", "decimal(20,0)"));
    WIDER.put("bigint", List.of("decimal(20,0)"));
    WIDER.put("float", List.of("double"));
    WIDER.put("decimal(9,2)", List.of("decimal(11,2)", "decimal(11,4)"));
    WIDER.put("decimal(10,0)", List.of("decimal(20,0)"));
  }

  private static DataType type(String ddl) {
    return StructType.fromDDL("x " + ddl).apply(0).dataType();
  }

  @Test
  void onlyTypesThatHoldEveryValueAreWider() {
    for (String was : TYPES) {
      for (String is : TYPES) {
        assertThat(SchemaEvolution.widens(type(was), type(is)))
            .as("%s -> %s", was, is)
            .isEqualTo(WIDER.getOrDefault(was, List.of()).contains(is));
      }
    }
  }

  /** A column for each pair of types, all widened at once, each with its extremes. */
  @Test
  void everyWiderTypeKeepsEveryValueInFilesThatStay() {
    Map<String, String> was = new LinkedHashMap<>();
    Map<String, String> is = new LinkedHashMap<>();
    WIDER.forEach(
        (narrow, all) ->
            all.forEach(
                wide -> {
                  was.put("c" + was.size(), narrow);
                  is.put("c" + is.size(), wide);
                }));
    List<String> values = List.copyOf(was.values());
    Lake lake = test.open();
    write(lake, "a", JAN, spec(was), step -> rows(lake, was, values, JAN));
    List<Row> before = lake.read(CLEAN).collectAsList();
    write(lake, "b", FEB, spec(is), step -> rows(lake, is, values, FEB));
    Lake reader = test.open();
    TableVersion now = reader.pin(CLEAN);
    List<Row> after = reader.readAt(now, JAN).collectAsList();
    StructType old = reader.schema(new TableVersion(CLEAN, 0, new TreeMap<>()));
    for (String name : was.keySet()) {
      assertThat(type(reader.schema(now), name)).isEqualTo(is.get(name));
      assertThat(type(old, name)).isEqualTo(was.get(name));
      for (int r = 0; r < before.size(); r++) {
        BigDecimal value = exact(before.get(r).getAs(name));
        assertThat(exact(after.get(r).getAs(name)))
            .as("%s -> %s", was.get(name), is.get(name))
            .isEqualTo(value);
        // What the log says of files as the narrow type must not hide them.
        Column equal = col(name).equalTo(lit(after.get(r).<Object>getAs(name)));
        assertThat(reader.readAt(now, DataInterval.WHOLE, equal).count())
            .as("%s -> %s, %s", was.get(name), is.get(name), value)
            .isEqualTo(
                reader.read(CLEAN).collectAsList().stream()
                    .filter(row -> exact(row.getAs(name)).compareTo(value) == 0)
                    .count());
      }
    }
    assertThat(reader.commits().stream().filter(commit -> commit.interval().equals(JAN)))
        .allSatisfy(commit -> assertThat(commit.schemaChanges()).isEmpty());
    assertThat(changes(reader, FEB))
        .hasSize(was.size())
        .contains("c0 int -> bigint", "c5 float -> double", "c7 decimal(9,2) -> decimal(11,4)");
  }

  private static List<String> changes(Lake lake, DataInterval interval) {
    return lake.commits().stream()
        .filter(commit -> commit.interval().equals(interval))
        .flatMap(commit -> commit.schemaChanges().stream())
        .map(evolved -> evolved.change().toString())
        .toList();
  }

  private static String type(StructType schema, String column) {
    return schema.apply(column).dataType().catalogString();
  }

  private static BigDecimal exact(Object number) {
    BigDecimal exact =
        number instanceof Float f
            ? new BigDecimal((double) f)
            : number instanceof Double d ? new BigDecimal(d) : new BigDecimal(number.toString());
    return exact.stripTrailingZeros();
  }

  private static TableSpec spec(Map<String, String> columns) {
    StructType schema = new StructType();
    for (Map.Entry<String, String> column : columns.entrySet()) {
      schema = schema.add(column.getKey(), type(column.getValue()));
    }
    String[] told =
        columns.entrySet().stream()
            .filter(column -> !SchemaEvolution.roundsStatistics(type(column.getValue())))
            .map(Map.Entry::getKey)
            .toArray(String[]::new);
    return TableSpec.of(CLEAN, schema.add("_interval", "string").add("_interval_month", "date"))
        .partitionedBy("_interval_month")
        .withStats(told);
  }

  /** Three rows of extremes of the narrow types, as the types named. */
  private static Dataset<Row> rows(
      Lake lake, Map<String, String> columns, List<String> narrow, DataInterval interval) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Object[] row = new Object[columns.size()];
      for (int c = 0; c < row.length; c++) {
        List<String> values = VALUES.getOrDefault(narrow.get(c), List.of());
        row[c] = values.get(i % values.size());
      }
      rows.add(RowFactory.create(row));
    }
    StructType texts = new StructType();
    List<String> select = new ArrayList<>();
    for (Map.Entry<String, String> column : columns.entrySet()) {
      texts = texts.add(column.getKey(), "string");
      select.add("cast(%1$s as %2$s) as %1$s".formatted(column.getKey(), column.getValue()));
    }
    LocalDate month = LocalDate.ofInstant(interval.start(), ZoneOffset.UTC);
    select.add("'%s' as _interval".formatted(interval));
    select.add("date'%s' as _interval_month".formatted(month));
    return lake.dataset(rows, texts).coalesce(1).selectExpr(select.toArray(new String[0]));
  }

  private static void write(
      Lake lake,
      String content,
      DataInterval interval,
      TableSpec spec,
      Function<Step, Dataset<Row>> rows) {
    TestRows.run(
        lake, request(content, interval), step -> step.replaceIntervals(spec, rows.apply(step)));
  }

  private static final Map<String, String> INT = Map.of("x", "int");
  private static final Map<String, String> LONG = Map.of("x", "bigint");

  private static Dataset<Row> ints(Lake lake, Map<String, String> columns, DataInterval of) {
    return rows(lake, columns, List.of("int"), of);
  }

  @Test
  void aFloatWhoseExtremesTheLogTellsStaysOne() {
    Map<String, String> narrow = Map.of("x", "float");
    Map<String, String> wide = Map.of("x", "double");
    Lake lake = test.open();
    TableSpec told = spec(narrow).withStats("x");
    write(lake, "a", JAN, told, step -> rows(lake, narrow, List.of("float"), JAN));
    assertThatThrownBy(
            () ->
                write(lake, "b", FEB, spec(wide), step -> rows(lake, wide, List.of("float"), FEB)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Column x of table clean.flights is float, and the definition now makes it double: its"
                + " log tells the least and greatest values of files as float, and rows would be"
                + " passed over. Give the new one another name, or write to another lake.");
  }

  @Test
  void aWidenedColumnDoesNotGetNarrowAgain() {
    Lake lake = test.open();
    write(lake, "a", JAN, spec(INT), step -> ints(lake, INT, JAN));
    write(lake, "b", FEB, spec(LONG), step -> ints(lake, LONG, FEB));
    assertThatThrownBy(() -> write(lake, "c", FEB, spec(INT), step -> ints(lake, INT, FEB)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageStartingWith(
            "Column x of table clean.flights is bigint, and the definition now makes it int.");
  }

  @Test
  void whatAContractMayNotChangeIsRefusedTogether() {
    Lake lake = test.open();
    Map<String, String> two = Map.of("x", "int", "y", "int");
    write(lake, "a", JAN, spec(two), step -> rows(lake, two, List.of("int", "int"), JAN));
    TableSpec other = spec(Map.of("x", "string"));
    TableSpec more = other.withSchema(other.schema().add("z", DataTypes.DateType, false));
    assertThatThrownBy(() -> lake.checkEvolution(more))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Column x of table clean.flights is int, and the definition now makes it string. Give"
                + " the new one another name, or write to another lake.\n"
                + "Column z of table clean.flights is not there, and the definition adds it as"
                + " date, not null: rows that are there have no value of it. Make it nullable, or"
                + " write to another lake.\n"
                + "Column y of table clean.flights is int, and the definition has it no more. Keep"
                + " it, nullable if there is nothing to put in, or write to another lake.");
    assertThat(lake.pin(CLEAN).version()).isZero();
  }

  /** What the step that died changed, the one that goes on tells. */
  @Test
  void aWideningIsToldByTheRunThatCommitsIt() {
    Lake lake = test.open();
    write(lake, "a", JAN, spec(INT), step -> ints(lake, INT, JAN));
    Lake dead = test.open();
    TestRows.dieAfter(
        dead, request("b", FEB), step -> step.replaceIntervals(spec(LONG), ints(dead, LONG, FEB)));
    Lake next = test.open();
    assertThat(next.read(CLEAN).count()).as("only January is committed").isEqualTo(3);
    write(next, "b", FEB, spec(LONG), step -> ints(next, LONG, FEB));
    assertThat(changes(next, FEB)).containsExactly("x int -> bigint");
    assertThat(next.pin(CLEAN).version()).as("rolled forward").isEqualTo(1);
    assertThat(new LineageQuestions(test.open()).upstream(CLEAN, Optional.empty()).facts())
        .hasEntrySatisfying(
            "schema changed",
            told ->
                assertThat(told)
                    .isEqualTo(
                        "x int -> bigint in version 1 by ingest of flights, run "
                            + next.run().runId()));
    assertThat(
            test.open()
                .query(
                    "SELECT c.table, c.column, c.was, c.is FROM lake.lineage.commits LATERAL VIEW"
                        + " explode(schema_changes) AS c")
                .collectAsList())
        .containsExactly(RowFactory.create("clean.flights", "x", "int", "bigint"));
  }

  /** Files that hold the narrow type are rewritten as the wide one, or stay. */
  @Test
  void aMergeIntoAnIntervalOfTheNarrowTypeKeepsItsRows() {
    Lake lake = test.open();
    write(lake, "a", JAN, spec(INT), step -> ints(lake, INT, JAN));
    Lake merging = test.open();
    Dataset<Row> more =
        ints(merging, LONG, JAN)
            .where("x = 0")
            .unionByName(ints(merging, LONG, JAN).where("x = 0").withColumn("x", lit(1L << 40)));
    TestRows.run(
        merging, requestOf("fix", "b", JAN), step -> step.merge(spec(LONG), List.of("x"), more));
    assertThat(merging.read(CLEAN).select("x").orderBy("x").as(Encoders.LONG()).collectAsList())
        .containsExactly(-2147483648L, 0L, 2147483647L, 1L << 40);
    TestRows.run(
        merging, requestOf("cut", "c", JAN), step -> step.delete(spec(LONG), col("x").lt(0)));
    assertThat(test.open().read(CLEAN).count()).isEqualTo(3);
  }

  /** Only tables that need it ask their readers for the feature. */
  @Test
  void aTableThatOnlyGainsColumnsAsksNothingOfItsReaders() throws IOException {
    Lake lake = test.open();
    Map<String, String> more = new LinkedHashMap<>(INT);
    more.put("y", "int");
    write(lake, "a", JAN, spec(INT), step -> ints(lake, INT, JAN));
    write(lake, "b", FEB, spec(more), step -> rows(lake, more, List.of("int", "int"), FEB));
    assertThat(changes(lake, FEB)).containsExactly("y added, int");
    assertThat(log(1)).doesNotContain("protocol", "typeWidening");
    more.put("x", "bigint");
    write(lake, "c", FEB, spec(more), step -> rows(lake, more, List.of("int", "int"), FEB));
    assertThat(log(2)).contains("typeWidening").doesNotContain("typeWidening-preview");
  }

  private String log(int version) throws IOException {
    return Files.readString(
        test.root().resolve("clean/flights/_delta_log").resolve("%020d.json".formatted(version)));
  }
}
