package io.falaj.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table that {@code sql} prints. */
class RowsTest {

  private static final StructType SCHEMA =
      new StructType()
          .add("carrier", DataTypes.StringType)
          .add("flights", DataTypes.LongType)
          .add("last", DataTypes.TimestampType);

  private static String text(Row... rows) {
    return new Rows(SCHEMA, List.of(rows)).text();
  }

  private static Row row(@Nullable Object... values) {
    return RowFactory.create(values);
  }

  @Test
  void columnsAreAsWideAsTheirWidestCellAndNumbersStandToTheRight() {
    Timestamp last = Timestamp.from(Instant.parse("2013-12-31T23:59:00Z"));
    assertThat(text(row("F9", 685L, last), row("Southwest", null, null), row("EV", 5L, null)))
        .isEqualTo(
            """
            carrier    flights  last
            ---------  -------  --------------------
            F9             685  2013-12-31T23:59:00Z
            Southwest     null  null
            EV               5  null
            3 rows""");
  }

  @Test
  void longCellsAreCutAtSixtyCharactersAndLineBreaksAreBlanks() {
    List<String> lines = text(row("x".repeat(61), 1L, null)).lines().toList();
    assertThat(lines.get(1)).startsWith("-".repeat(60) + "  -");
    assertThat(lines.get(2)).startsWith("x".repeat(59) + "…  ");
    assertThat(lines.get(3)).isEqualTo("1 row");
    assertThat(text(row("y".repeat(60), 1L, null))).contains("y".repeat(60)).doesNotContain("…");
    assertThat(text(row("a\nb", 1L, null))).contains("\na b  ");
  }

  @Test
  void withoutRowsThereIsTheHead() {
    assertThat(text()).isEqualTo("carrier  flights  last\n-------  -------  ----\n0 rows");
  }
}
