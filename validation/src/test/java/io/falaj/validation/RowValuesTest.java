package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values and bounds of each type to the last digit, and what may throw on a row. */
class RowValuesTest {

  private static final String HEAD =
      """
      dataset: d
      source: {format: csv, path: d.csv}
      keys: [id]
      partition: whole
      columns:
        id: {type: string}
        t: {type: string, nullable: true}
        i: {type: int, nullable: true}
        l: {type: long, nullable: true}
        f: {type: float, nullable: true}
        x: {type: double, nullable: true}
        day: {type: date, nullable: true}
        price: {type: "decimal(5,2)", nullable: true}
        wide: {type: "decimal(38,20)", nullable: true}
        above: {type: boolean, nullable: true, expression: "i > 1 -- or is it?"}
      """;

  private final Lake lake;

  RowValuesTest(@TempDir Path folder) {
    lake = TestLake.in(folder).open();
  }

  private CheckedRows checked(String... expectations) {
    return new CheckedRows(lake, CheckedRows.contract(HEAD, expectations));
  }

  /** Values of t, i, l, f, x, day, price and wide. */
  private static @Nullable String[] row(@Nullable String... values) {
    return values;
  }

  @Test
  void valuesAreComparedAsTheyAreWrittenInTheTypeOfTheirColumn() {
    CheckedRows rows =
        checked(
            "{name: t_set, in_set: {column: t, values: [NO, 007, 1.10, 'a, b']}, severity: WARN}",
            "{name: t_range, in_range: {column: t, min: 0, max: NO}, severity: WARN}",
            "{name: i_far, in_range: {column: i, min: -1e30, max: 99999999999}, severity: WARN}",
            "{name: i_half, in_range: {column: i, min: 0.5, max: 2.5}, severity: WARN}",
            "{name: l_set, in_set: {column: l, values: [9007199254740993]}, severity: WARN}",
            "{name: l_range, in_range: {column: l, min: 9007199254740993}, severity: WARN}",
            "{name: l_most, in_range: {column: l, max: 9223372036854775806}, severity: WARN}",
            "{name: f_max, in_range: {column: f, max: 0.1}, severity: WARN}",
            "{name: f_set, in_set: {column: f, values: [0.1, 1e3]}, severity: WARN}",
            "{name: x_range, in_range: {column: x, min: 0.1, max: 0.3}, severity: WARN}",
            "{name: day_range, in_range: {column: day, min: 2013-01-01, max: 2013-01-31}, severity:"
                + " WARN}",
            "{name: price_max, in_range: {column: price, max: 9.995}, severity: WARN}",
            "{name: price_far, in_range: {column: price, min: -10000, max: 10000}, severity: WARN}",
            "{name: price_set, in_set: {column: price, values: [9.9, 9.990]}, severity: WARN}",
            "{name: wide_max, in_range: {column: wide, max: 1.00000000000000000001}, severity:"
                + " WARN}");
    assertThat(
            rows.failing(
                List.of(
                    row(
                        "NO",
                        "1",
                        "9007199254740993",
                        "0.1",
                        "0.1",
                        "2013-01-01",
                        "9.99",
                        "1.00000000000000000001"),
                    row(
                        "007",
                        "2",
                        "9007199254740992",
                        "0.1000001",
                        "0.3",
                        "2013-01-31",
                        "10",
                        "1.00000000000000000002"),
                    row(
                        "false",
                        "3",
                        "9223372036854775807",
                        "1000",
                        "0.30000000000000004",
                        "2013-02-01",
                        "9.90",
                        "0"),
                    row("1.1", "0", "-1", "NaN", "NaN", "2012-12-31", "-10", null),
                    row("a, b"),
                    row((String) null))))
        .containsExactly(
            Set.of(),
            Set.of("l_set", "l_range", "f_max", "f_set", "price_max", "price_set", "wide_max"),
            Set.of(
                "t_set", "t_range", "i_half", "l_set", "l_most", "f_max", "x_range", "day_range"),
            Set.of(
                "t_set",
                "i_half",
                "l_set",
                "l_range",
                "f_max",
                "f_set",
                "x_range",
                "day_range",
                "price_set"),
            Set.of("t_range"),
            Set.of());
    assertThat(rows.failing(List.of())).isEmpty();
  }

  @Test
  void whatThrowsIsTheReasonBeItTheExpectationOrItsCondition() {
    // Of each letter the pattern takes another turn on the stack.
    CheckedRows rows =
        checked(
            "{name: turns, matches: {column: t, pattern: '([a-z]|\\p{Digit})*'}, severity: WARN}",
            "{name: found, sql: \"t rlike '^([a-z]|[0-9])*$'\", severity: WARN}",
            "{name: looked, sql: \"i > 5 AS more -- of those\", when: \"t not rlike '^([a-z]|_)*$'\","
                + " severity: WARN}",
            "{name: ratio, in_range: {column: i, min: 0, max: 10}, when: \"1 / i > 0 -- all\","
                + " severity: WARN}",
            "{name: quoted, matches: {column: t, pattern: '\\Q([a-z]\\E.*'}, nulls: fail, severity:"
                + " WARN}",
            "{length: {column: t, max: 3}, when: \"above\", severity: WARN}");
    List<@Nullable String[]> values =
        List.of(row("a".repeat(1_000_000), "2"), row("([a-z]", "0"), row(null, null));
    Set<String> first = Set.of("turns", "found", "looked", "quoted", "length_t");
    assertThat(rows.failing(values))
        .as("interpreted")
        .containsExactly(first, Set.of("turns", "found", "looked", "ratio"), Set.of("quoted"));
    Dataset<Row> apart = rows.raw(values).localCheckpoint();
    assertThat(rows.failing(apart).get(0)).as("generated").isEqualTo(first);
    assertThat(rows.errors(apart).subList(0, 2))
        .containsExactly(
            List.of(
                "turns StackOverflowError",
                "found StackOverflowError",
                "looked StackOverflowError",
                "quoted",
                "length_t"),
            List.of("turns", "found", "looked", "ratio DIVIDE_BY_ZERO"));
  }

  @Test
  void whatIsComputedWithACommentIsComputed() {
    Contract contract =
        Contracts.contract(
            HEAD
                + """
                profile:
                  metrics:
                    twice: {expression: "i + i -- both"}
                """);
    CheckedRows rows = new CheckedRows(lake, contract);
    List<String> seen = new ArrayList<>();
    for (Row row :
        new TypedRows(contract)
            .of(rows.raw(List.of(row("", "1"), row("", "2"))))
            .select(
                org.apache.spark.sql.functions.col("above"),
                contract.profiling().metric("twice").orElseThrow().value())
            .collectAsList()) {
      seen.add(row.toString());
    }
    assertThat(seen).containsExactly("[false,2]", "[true,4]");
  }
}
