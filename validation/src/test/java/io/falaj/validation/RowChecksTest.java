package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every row expectation on values that pass, that fail, on null, and on no rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowChecksTest {

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
        x: {type: double, nullable: true}
        b: {type: boolean, nullable: true}
        at: {type: timestamp, nullable: true}
        price: {type: "decimal(5,2)", nullable: true}
        ratio: {type: int, nullable: true, expression: "100 / i"}
        twice: {type: int, expression: "i + i"}
      """;

  private Lake lake;

  RowChecksTest(@TempDir Path folder) {
    lake = TestLake.in(folder).open();
  }

  @BeforeAll
  void open() {
    assertThat(lake.dataset(List.of(), new StructType().add("a", "int")).isEmpty()).isTrue();
  }

  private static Contract contract(String... expectations) {
    return CheckedRows.contract(HEAD, expectations);
  }

  /** Values of t, i, x, b, at and price. */
  private static @Nullable String[] row(@Nullable String... values) {
    return Arrays.copyOf(values, 6);
  }

  /** The names of the checks that each row fails. */
  private List<Set<String>> failing(Contract contract, List<@Nullable String[]> rows) {
    return new CheckedRows(lake, contract).failing(rows);
  }

  @Test
  void typesAreParsedStrictly() {
    List<Set<String>> failing =
        failing(
            contract("{row_count: {min: 0}, severity: WARN}"),
            List.of(
                row("text", "1", "1.5", "true", "2013-01-01T05:00:00Z", "12.50"),
                row(null, "-7", "NaN", "false", "2013-01-01 05:00:00", "0.1"),
                row("", "1.5", "1,5", "maybe", "05:00", "123456"),
                row("", "99999999999", "", "", "2013-02-30", "x")));
    assertThat(failing.get(0)).isEmpty();
    assertThat(failing.get(1)).isEmpty();
    assertThat(failing.get(2))
        .containsExactly("not_null_twice", "type_at", "type_b", "type_i", "type_price", "type_x");
    assertThat(failing.get(3))
        .containsExactly("not_null_twice", "type_at", "type_b", "type_i", "type_price", "type_x");
  }

  @Test
  void aTimeWithoutADateIsNone() {
    List<String> times =
        List.of(
            "2013",
            "2013-01",
            "2013-01-05",
            "2013-01-05T05",
            "2013-01-05 05:00:00 UTC",
            "2013-01-05T05:00:00-08:00",
            " +2013-01-05T05:00");
    List<String> none =
        List.of(
            "T05",
            "05",
            "05:00",
            "T05:00",
            "T5",
            "T05Z",
            " T05",
            "\tT05-08:00",
            "T05:00-08:00",
            "T05 America/New_York",
            "T05-01-01",
            "epoch",
            "now",
            "today 05:00");
    List<Set<String>> failing =
        failing(
            contract("{row_count: {min: 0}, severity: WARN}"),
            Stream.concat(times.stream(), none.stream())
                .map(text -> row("", "1", "1", null, text))
                .toList());
    assertThat(failing.subList(0, times.size())).allMatch(Set::isEmpty);
    assertThat(failing.subList(times.size(), failing.size()))
        .hasSameSizeAs(none)
        .allMatch(Set.of("type_at")::equals);
  }

  @Test
  void anExpressionThatThrowsFailsItsRowAlone() {
    List<Set<String>> failing =
        failing(
            contract(
                "{name: half, sql: \"10 / i > 1\", severity: WARN}",
                "{name: same, sql: \"100 / i > 0\", severity: WARN}",
                "{name: looked, sql: \"true\", when: \"1 / i > 5\", severity: WARN}"),
            List.of(
                row("", "4"), row("", "0"), row("", "20"), row("", null), row("", "2147483647")));
    assertThat(failing)
        .containsExactly(
            Set.of(),
            Set.of("half", "looked", "same", "type_ratio"),
            Set.of("half"),
            Set.of("not_null_twice"),
            Set.of("half", "type_twice"));
  }

  @Test
  void nullPassesUnlessItSaysOtherwise() {
    Contract contract =
        contract(
            "{not_null: {column: t}, severity: WARN}",
            "{in_range: {column: i, min: 1, max: 3}, severity: WARN}",
            "{name: strict_range, in_range: {column: i, min: 1, max: 3}, nulls: fail, severity: WARN}",
            "{in_set: {column: t, values: [a, b]}, severity: WARN}",
            "{name: strict_set, in_set: {column: t, values: [a, b]}, nulls: fail, severity: WARN}",
            "{matches: {column: t, pattern: 'a|b'}, severity: WARN}",
            "{length: {column: t, min: 1, max: 1}, severity: WARN}",
            "{name: loose, sql: \"i > 0\", severity: WARN}",
            "{name: strict, sql: \"i > 0\", nulls: fail, severity: WARN}",
            "{completeness: {column: i, min: 0.5}, severity: WARN}");
    List<Set<String>> failing =
        failing(contract, List.of(row("a", "2"), row(null, null), row("cc", "-4")));
    assertThat(failing.get(0)).isEmpty();
    assertThat(failing.get(1))
        .containsExactlyInAnyOrder(
            "not_null_t",
            "not_null_twice",
            "strict_range",
            "strict_set",
            "strict",
            "completeness_i");
    assertThat(failing.get(2))
        .containsExactlyInAnyOrder(
            "in_range_i",
            "strict_range",
            "in_set_t",
            "strict_set",
            "matches_t",
            "length_t",
            "loose",
            "strict");
  }

  @Test
  void rangesIncludeBothEndsAndNaNLiesInNone() {
    Contract contract =
        contract(
            "{in_range: {column: x, min: 0.5, max: 2}, severity: WARN}",
            "{name: above, in_range: {column: x, min: 0.5}, severity: WARN}",
            "{name: below, in_range: {column: x, max: 2}, severity: WARN}",
            "{name: times, in_range: {column: at, min: '2013-01-01T00:00:00Z', max:"
                + " '2013-01-02T00:00:00Z'}, severity: WARN}",
            "{name: prices, in_range: {column: price, min: 0.1, max: 9.99}, severity: WARN}");
    List<Set<String>> failing =
        failing(
            contract,
            List.of(
                row("", "1", "0.5", null, "2013-01-01T00:00:00Z", "0.1"),
                row("", "1", "2", null, "2013-01-02T00:00:00Z", "9.99"),
                row("", "1", "0.49", null, "2012-12-31T23:59:59Z", "0.09"),
                row("", "1", "2.01", null, "2013-01-02T00:00:01Z", "10"),
                row("", "1", "NaN", null, null, null),
                row("", "1", "Infinity", null, null, null)));
    assertThat(failing)
        .containsExactly(
            Set.of(),
            Set.of(),
            Set.of("above", "in_range_x", "prices", "times"),
            Set.of("below", "in_range_x", "prices", "times"),
            Set.of("above", "below", "in_range_x"),
            Set.of("below", "in_range_x"));
  }

  @Test
  void patternsMatchTheWholeText() {
    Contract contract =
        contract(
            "{matches: {column: t, pattern: 'N[0-9]+|x'}, severity: WARN}",
            "{length: {column: t, max: 3}, severity: WARN}");
    assertThat(
            failing(
                contract,
                Stream.of("N1", "x", "N1\n", "aN1", "N", "é\uD83D\uDE00x", "abcd")
                    .map(text -> row(text, "1"))
                    .toList()))
        .containsExactly(
            Set.of(),
            Set.of(),
            Set.of("matches_t"),
            Set.of("matches_t"),
            Set.of("matches_t"),
            Set.of("matches_t"),
            Set.of("length_t", "matches_t"));
  }

  @Test
  void aConditionChoosesTheRowsThatAreLookedAt() {
    Contract contract = contract("{not_null: {column: x}, when: \"t = 'a'\", severity: WARN}");
    assertThat(
            failing(
                contract,
                List.of(
                    row("a", "1", null),
                    row("b", "1", null),
                    row(null, "1", null),
                    row("a", "1", "2"))))
        .containsExactly(Set.of("not_null_x"), Set.of(), Set.of(), Set.of());
  }

  @Test
  void aRecordThatCouldNotBeParsedFailsThatAlone() {
    CheckedRows rows = new CheckedRows(lake, contract("{not_null: {column: t}, severity: WARN}"));
    Dataset<Row> raw =
        lake.dataset(
            List.of(
                RowFactory.create(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    "sha:0",
                    "d.csv",
                    "a,b,c",
                    "3 fields")),
            rows.schema());
    assertThat(rows.failing(raw)).containsExactly(Set.of("parsed"));
  }

  @Test
  void noRowsFailNothing() {
    assertThat(failing(contract("{not_null: {column: t}, severity: WARN}"), List.of())).isEmpty();
  }

  @Test
  void moreThanSixtyFourChecksTakeASecondWord() {
    String[] expectations = new String[70];
    for (int i = 0; i < expectations.length; i++) {
      expectations[i] =
          "{name: c%d, in_range: {column: i, max: %d}, severity: WARN}".formatted(i, i);
    }
    Contract contract = contract(expectations);
    assertThat(new RowChecks(contract).words()).containsExactly("_failed", "_failed_2");
    List<Set<String>> failing = failing(contract, List.of(row("", "69"), row("", "3")));
    assertThat(failing.get(0)).hasSize(69).doesNotContain("c69");
    assertThat(failing.get(1)).containsExactly("c0", "c1", "c2");
  }
}
