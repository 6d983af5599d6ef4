package io.falaj.lineage;

import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableMakerTest {

  private static final StructType SCHEMA = StructType.fromDDL("id bigint NOT NULL, v int");

  @TempDir Path folder;
  private TestLake test;

  @BeforeEach
  void makeLake() {
    test = TestLake.in(folder);
  }

  private static void append(Lake lake, TableName table, StructType schema, Object... row) {
    lake.appendBookkeeping(TableSpec.of(table, schema), List.of(RowFactory.create(row)));
  }

  @Test
  void allPipelinesShareModelsMonitoringAndLineageAndNothingElse() {
    for (Zone zone : Zone.values()) {
      TableName table = new TableName(zone, "things");
      append(test.open("flights"), table, SCHEMA, 1L, 2);
      Lake weather = test.open("weather");
      if (List.of(Zone.MODELS, Zone.MONITORING, Zone.LINEAGE).contains(zone)) {
        append(weather, table, SCHEMA, 2L, 3);
        assertThat(weather.read(table).count()).isEqualTo(2);
      } else {
        assertThatThrownBy(() -> append(weather, table, SCHEMA, 2L, 3))
            .isInstanceOf(FalajException.Configuration.class)
            .hasMessage(
                "Table %s belongs to pipeline 'flights', and pipeline 'weather' defines it too. A"
                    + " lake is one namespace: rename the table in one of them.",
                table);
        assertThat(weather.read(table).count()).as("reading is free").isEqualTo(1);
      }
    }
  }

  @Test
  void columnsAreNullableAndNewOnesComeBehind() {
    Lake lake = test.open();
    write(lake, "a", SCHEMA, 1L, 2);
    write(lake, "b", StructType.fromDDL("note string, v int, id bigint"), "x", 3, 4L);
    StructType now = lake.schema(lake.pin(TestRows.RAW));
    assertThat(now.fieldNames()).containsExactly("id", "v", "note");
    assertThat(Arrays.stream(now.fields())).allMatch(StructField::nullable);
    assertThat(lake.read(TestRows.RAW).collectAsList())
        .containsExactly(RowFactory.create(4L, 3, "x"));
  }

  @Test
  void booksOfAnEarlierReleaseGainTheColumnsThatTheyLack() {
    TableName books = TableName.parse("monitoring.books");
    append(test.open(), books, SCHEMA, 1L, 2);
    append(test.open(), books, SCHEMA.add("saw", "string"), 2L, 3, "x");
    append(test.open(), books, SCHEMA, 3L, 4);
    assertThat(test.open().read(books).orderBy("id").collectAsList())
        .containsExactly(
            RowFactory.create(1L, 2, null),
            RowFactory.create(2L, 3, "x"),
            RowFactory.create(3L, 4, null));
  }

  @Test
  void commitsOfAnEarlierReleaseAreReadAndSayNothingOfColumns() {
    StructType earlier =
        new StructType(
            Arrays.stream(CommitLog.SPEC.schema().fields())
                .filter(field -> !field.name().equals("schema_changes"))
                .toArray(StructField[]::new));
    Fingerprint key = Fingerprint.of("key");
    append(
        test.open(),
        CommitLog.TABLE,
        earlier,
        "ingest",
        "flights",
        JAN.toString(),
        1L,
        key.hex(),
        key.hex(),
        1,
        "run",
        "ingest",
        "flights",
        "test",
        TestLake.START,
        new Row[0],
        new Row[0]);
    TestRows.replace(test.open(), TestRows.RAW, "a", 2, TestRows.FEB);
    assertThat(test.open().commits())
        .hasSize(2)
        .allSatisfy(commit -> assertThat(commit.schemaChanges()).isEmpty());
    assertThat(test.open().schema(test.open().pin(CommitLog.TABLE)).fieldNames())
        .contains("schema_changes");
  }

  @Test
  void aColumnThatIsLeftOutStaysAndAChangedTypeIsRefused() {
    Lake lake = test.open();
    write(lake, "a", SCHEMA, 1L, 2);
    write(lake, "b", StructType.fromDDL("id bigint"), 4L);
    assertThat(lake.read(TestRows.RAW).collectAsList())
        .containsExactly(RowFactory.create(4L, null));
    assertThatThrownBy(() -> write(lake, "c", StructType.fromDDL("id bigint, v string"), 1L, "2"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Column v of table raw.flights is int, and the definition now makes it string. Give"
                + " the new one another name, or write to another lake.");
    assertThat(lake.pin(TestRows.RAW).version()).isEqualTo(1);
  }

  @Test
  void aTableIsNotPartitionedAnewByItsDefinition() {
    Lake lake = test.open();
    TestRows.replace(lake, TestRows.RAW, "a", 2, JAN);
    TableSpec flat = TableSpec.of(TestRows.RAW, TestRows.SCHEMA);
    try (Step step = lake.begin(request("b", JAN))) {
      assertThatThrownBy(() -> step.append(flat, TestRows.rows(lake, 1, JAN)))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessage(
              "Table raw.flights is partitioned by [_interval_month], and the definition now says"
                  + " []. Set it back, or write to another lake.");
    }
    assertThat(lake.pin(TestRows.RAW).version()).isZero();
  }

  /** Takes the whole table. */
  private static void write(Lake lake, String content, StructType schema, Object... row) {
    try (Step step = lake.begin(request(content, DataInterval.WHOLE))) {
      TableSpec spec = TableSpec.of(TestRows.RAW, schema);
      step.replaceIntervals(spec, lake.dataset(List.of(RowFactory.create(row)), schema)).commit();
      step.commit();
    }
    assertThat(lake.inputs(TestRows.RAW, JAN)).hasSize(1);
  }
}
