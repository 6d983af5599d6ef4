package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.ContractChange.Kind;
import io.falaj.validation.ContractChange.Verdict;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ContractDiffTest {

  static final String BASE =
      """
      dataset: sales
      source: {format: csv, path: sales.csv, null_value: NA}
      keys: [id]
      event_time: sold_at
      partition: month
      columns:
        id: {type: string}
        sold_at: {type: timestamp}
        paid_at: {type: timestamp, nullable: true}
        shop: {type: string}
        pieces: {type: int, nullable: true}
        share: {type: float, nullable: true}
        price: {type: "decimal(9,2)", nullable: true}
        day: {type: date, nullable: true}
        late: {type: boolean, nullable: true, expression: pieces > 3}
        mail: {type: string, nullable: true, personal: direct_identifier}
        note: {type: string, nullable: true, unit: words}
      expectations:
        - {row_count: {min: 1, history: {intervals: 7, tolerance: 0.5}}, severity: FAIL}
        - {in_range: {column: pieces, min: 1, max: 100}, severity: QUARANTINE}
        - {in_range: {column: day, min: "2013-01-01"}, severity: WARN}
        - {in_set: {column: shop, values: [A, B]}, severity: QUARANTINE}
        - {length: {column: note, max: 80}, severity: QUARANTINE}
        - {matches: {column: id, pattern: "[0-9]+"}, severity: QUARANTINE}
        - {completeness: {column: note, min: 0.5}, severity: WARN}
        - {name: cheap, sql: price < 10, severity: WARN}
        - {name: dear, sql: price > 1, when: late, severity: QUARANTINE}
        - {sum: {column: price, equals: 10.50, tolerance: 1}, severity: FAIL}
        - {fresh: {column: sold_at, within: 2d}, severity: FAIL}
      """;

  static List<ContractChange> changes(String old, String now) {
    return ContractDiff.between(Contracts.contract(old), Contracts.contract(now)).changes();
  }

  static String with(String old, String by) {
    assertThat(BASE).contains(old);
    return BASE.replace(old, by);
  }

  /**
   * A replacement in the contract, and what becomes of it.
   *
   * @param old a text of the contract
   * @param by what takes its place
   */
  private record Case(String old, String by, Kind kind, Verdict verdict, String why) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "dataset: sales",
              "dataset: sold",
              Kind.DATASET,
              Verdict.BREAKING,
              "clean.sales, and what reads it, stays"),
          new Case(
              "keys: [id]",
              "keys: [id, shop]",
              Kind.KEYS,
              Verdict.BREAKING,
              "Other rows count as duplicates"),
          new Case(
              "event_time: sold_at",
              "event_time: paid_at",
              Kind.EVENT_TIME,
              Verdict.BREAKING,
              "Rows belong to other intervals"),
          new Case(
              "partition: month",
              "partition: day",
              Kind.PARTITION,
              Verdict.BREAKING,
              "stay divided as they were made"),
          new Case(
              "null_value: NA",
              "null_value: \"-\"",
              Kind.SOURCE,
              Verdict.BREAKING,
              "reads 'NA' is text and no longer null"),
          new Case(
              "null_value: NA",
              "null_value: NA, delimiter: \";\"",
              Kind.SOURCE,
              Verdict.BREAKING,
              "Files in the old form"),
          new Case(
              "csv, path: sales.csv, null_value: NA",
              "avro, path: sales.csv",
              Kind.SOURCE,
              Verdict.BREAKING,
              "Files in the old form"),
          new Case(
              "path: sales.csv",
              "path: sold.csv",
              Kind.SOURCE,
              Verdict.COMPATIBLE,
              "by what they hold"),
          new Case(
              "null_value: NA",
              "null_value: NA, unreadable: set_aside",
              Kind.SOURCE,
              Verdict.COMPATIBLE,
              "is left out and told of"),
          new Case(
              "null_value: NA",
              "null_value: NA, changed: take",
              Kind.SOURCE,
              Verdict.COMPATIBLE,
              "takes the place of what was ingested of it"),
          new Case(
              "keys: [id]",
              "keys: [id]\nkeys_against: table",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "clean holds in an earlier interval"),
          new Case(
              "  note: {",
              "  more: {type: int, nullable: true}\n  note: {",
              Kind.COLUMN_ADDED,
              Verdict.COMPATIBLE,
              "it is null in rows that are there"),
          new Case(
              "  note: {",
              "  more: {type: int}\n  note: {",
              Kind.COLUMN_ADDED,
              Verdict.BREAKING,
              "the lake refuses to add it to clean.sales"),
          new Case(
              "  share: {type: float, nullable: true}\n",
              "",
              Kind.COLUMN_REMOVED,
              Verdict.BREAKING,
              "the lake refuses to take it out of clean.sales"),
          new Case(
              "share: {type",
              "part: {from: share, type",
              Kind.COLUMN_RENAMED,
              Verdict.BREAKING,
              "keep the old one beside the new"),
          new Case(
              "paid_at: {type: timestamp",
              "paid_at: {type: string",
              Kind.TYPE_CHANGED,
              Verdict.BREAKING,
              "the lake refuses"),
          new Case(
              "share: {type: float",
              "share: {type: double",
              Kind.TYPE_WIDENED,
              Verdict.COMPATIBLE,
              "takes the wider one"),
          new Case(
              "pieces: {type: int",
              "pieces: {type: long",
              Kind.TYPE_WIDENED,
              Verdict.COMPATIBLE,
              "must know Delta's feature typeWidening"),
          new Case(
              "decimal(9,2)",
              "decimal(11,3)",
              Kind.TYPE_WIDENED,
              Verdict.COMPATIBLE,
              "rows that are there are read as it"),
          new Case(
              "decimal(9,2)",
              "decimal(11,5)",
              Kind.TYPE_CHANGED,
              Verdict.BREAKING,
              "not all values of the other"),
          new Case(
              "note: {type: string, nullable: true",
              "note: {type: string",
              Kind.NULLABLE,
              Verdict.BREAKING,
              "Rows without a value are set aside"),
          new Case(
              "shop: {type: string",
              "shop: {type: string, nullable: true",
              Kind.NULLABLE,
              Verdict.COMPATIBLE,
              "readers may meet null"),
          new Case(
              "pieces > 3",
              "pieces > 4",
              Kind.COLUMN_ORIGIN,
              Verdict.BREAKING,
              "Its values are others from now on"),
          new Case(
              "shop: {",
              "shop: {from: store, ",
              Kind.COLUMN_ORIGIN,
              Verdict.BREAKING,
              "Its values are others from now on"),
          new Case(
              "unit: words",
              "unit: lines",
              Kind.COLUMN_UNIT,
              Verdict.COMPATIBLE,
              "Nothing is computed from it"),
          new Case(
              "shop: {type: string",
              "shop: {type: string, personal: quasi_identifier",
              Kind.PERSONAL,
              Verdict.COMPATIBLE,
              "hold the values in clear"),
          new Case(
              ", personal: direct_identifier",
              "",
              Kind.PERSONAL,
              Verdict.BREAKING,
              "cannot be taken back"),
          new Case(
              "min: 1, max: 100",
              "min: 2, max: 100",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "could fail: pieces from 1 to below 2; such rows are set aside"),
          new Case(
              "min: 1, max: 100",
              "min: 1.0, max: 1000",
              Kind.EXPECTATION_LOOSENED,
              Verdict.COMPATIBLE,
              "passes: pieces above 100 up to 1000"),
          new Case(
              "min: 1, max: 100",
              "max: 100",
              Kind.EXPECTATION_LOOSENED,
              Verdict.COMPATIBLE,
              "passes: pieces below 1"),
          new Case(
              "min: \"2013-01-01\"",
              "min: \"2013-02-01\"",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.COMPATIBLE,
              "day from 2013-01-01 to below 2013-02-01; it only records"),
          new Case(
              "values: [A, B]",
              "values: [B, A, C]",
              Kind.EXPECTATION_LOOSENED,
              Verdict.COMPATIBLE,
              "passes: shop in (C)"),
          new Case(
              "values: [A, B]",
              "values: [A]",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "shop in (B)"),
          new Case(
              "max: 80",
              "max: 70",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "characters above 70 up to 80"),
          new Case(
              "[0-9]+",
              "[0-9]{3}",
              Kind.EXPECTATION_CHANGED,
              Verdict.BREAKING,
              "cannot be compared"),
          new Case(
              "price < 10",
              "price < 11",
              Kind.EXPECTATION_CHANGED,
              Verdict.COMPATIBLE,
              "cannot be compared"),
          new Case(
              ", when: late",
              "",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "rows where not (late)"),
          new Case(
              "when: late",
              "when: late, nulls: fail",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "could fail: null"),
          new Case(
              "min: 0.5",
              "min: 0.75",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.COMPATIBLE,
              "a share from 0.5 to below 0.75"),
          new Case(
              "tolerance: 0.5",
              "tolerance: 0.25",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "an interval with such rows is refused"),
          new Case(
              "intervals: 7",
              "intervals: 9",
              Kind.EXPECTATION_CHANGED,
              Verdict.BREAKING,
              "cannot be compared"),
          new Case(
              "{min: 1, history",
              "{history",
              Kind.EXPECTATION_LOOSENED,
              Verdict.COMPATIBLE,
              "intervals with rows below 1"),
          new Case(
              "tolerance: 1}",
              "tolerance: 2}",
              Kind.EXPECTATION_LOOSENED,
              Verdict.COMPATIBLE,
              "off by above 1 up to 2"),
          new Case(
              "equals: 10.50",
              "equals: 10.60",
              Kind.EXPECTATION_CHANGED,
              Verdict.BREAKING,
              "cannot be compared"),
          new Case(
              "within: 2d",
              "within: 1d",
              Kind.EXPECTATION_TIGHTENED,
              Verdict.BREAKING,
              "a delay above PT24H up to PT48H"),
          new Case(
              "name: cheap",
              "name: not_dear",
              Kind.EXPECTATION_RENAMED,
              Verdict.COMPATIBLE,
              "under the new name"),
          new Case(
              "price < 10, severity: WARN",
              "price < 10, severity: FAIL",
              Kind.SEVERITY,
              Verdict.BREAKING,
              "an interval with such rows is refused"),
          new Case(
              "max: 80}, severity: QUARANTINE",
              "max: 80}, severity: WARN",
              Kind.SEVERITY,
              Verdict.COMPATIBLE,
              "what it kept out"),
          new Case(
              "  - {name: cheap",
              "  - {not_null: {column: mail}, severity: WARN}\n  - {name: cheap",
              Kind.EXPECTATION_ADDED,
              Verdict.COMPATIBLE,
              "It records"),
          new Case(
              "  - {name: cheap",
              "  - {not_null: {column: mail}, severity: QUARANTINE}\n  - {name: cheap",
              Kind.EXPECTATION_ADDED,
              Verdict.BREAKING,
              "such rows are set aside"),
          new Case(
              "  - {name: cheap, sql: price < 10, severity: WARN}\n",
              "",
              Kind.EXPECTATION_REMOVED,
              Verdict.COMPATIBLE,
              "It only recorded"),
          new Case(
              "  id: {type: string}\n  sold_at: {type: timestamp}",
              "  sold_at: {type: timestamp}\n  id: {type: string}",
              Kind.COLUMN_ORDER,
              Verdict.COMPATIBLE,
              "keep their order"));

  @TestFactory
  List<DynamicTest> eachChangeHasItsVerdictAndItsReasonAndNothingElseChanges() {
    return CASES.stream()
        .map(
            a ->
                DynamicTest.dynamicTest(
                    a.kind() + ": " + a.old() + " -> " + a.by(),
                    () -> {
                      List<ContractChange> changes = changes(BASE, with(a.old(), a.by()));
                      assertThat(changes)
                          .anySatisfy(
                              change -> {
                                assertThat(change.kind()).isEqualTo(a.kind());
                                assertThat(change.verdict()).isEqualTo(a.verdict());
                                assertThat(change.why()).contains(a.why());
                              });
                      assertThat(changes).hasSize(1);
                    }))
        .toList();
  }
}
