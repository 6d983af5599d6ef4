package io.falaj.validation;

import static io.falaj.validation.Contracts.contract;
import static io.falaj.validation.Contracts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.DatasetExpectation.Distinct;
import io.falaj.validation.DatasetExpectation.Fresh;
import io.falaj.validation.DatasetExpectation.Mean;
import io.falaj.validation.DatasetExpectation.Quantile;
import io.falaj.validation.DatasetExpectation.RowCount;
import io.falaj.validation.DatasetExpectation.Sum;
import io.falaj.validation.Expectation.Level;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetExpectationTest {

  private static final String HEAD =
      """
      dataset: orders
      source: {format: csv, path: orders.csv}
      keys: [id]
      event_time: at
      partition: month
      columns:
        id: {type: string}
        at: {type: timestamp}
        day: {type: date}
        amount: {type: "decimal(9,2)"}
        pieces: {type: int}
        birth: {type: int, personal: quasi_identifier}
      expectations:
      """;

  private static final String ALL =
      """
        - {row_count: {min: 1, history: {intervals: 7, tolerance: 0.5}}, severity: FAIL}
        - {mean: {column: pieces, min: 1, max: 2.5}, severity: WARN}
        - {quantile: {column: amount, q: 0.99, max: 1000}, nulls: fail, severity: FAIL}
        - {distinct: {column: id, min: 10}, severity: WARN}
        - {sum: {column: amount, equals: 12345678901234567.80, tolerance: 0.05}, severity: FAIL}
        - {fresh: {column: at, within: P2D}, severity: FAIL}
        - {anomaly: {metric: mean, column: pieces, method: iqr, warm_up: 5, last: 9}}
      """;

  private static Expectation expectation(String text) {
    return contract(HEAD + "  - {" + text + ", severity: WARN}\n")
        .checks(Level.DATASET)
        .get(0)
        .expectation();
  }

  private static Bounds bounds(double min, double max) {
    return new Bounds(OptionalDouble.of(min), OptionalDouble.of(max));
  }

  @Test
  void everythingIsMapped() {
    assertThat(contract(HEAD + ALL).checks(Level.DATASET))
        .extracting(Check::expectation)
        .containsExactly(
            new RowCount(
                OptionalLong.of(1),
                OptionalLong.empty(),
                Optional.of(new RowCount.History(7, 0.5))),
            new Mean("pieces", bounds(1, 2.5)),
            new Quantile(
                "amount", 0.99, new Bounds(OptionalDouble.empty(), OptionalDouble.of(1000))),
            new Distinct("id", new Bounds(OptionalDouble.of(10), OptionalDouble.empty())),
            new Sum("amount", new BigDecimal("12345678901234567.8"), new BigDecimal("0.05")),
            new Fresh("at", Duration.ofDays(2)),
            new Anomaly(
                Anomaly.Metric.MEAN,
                Optional.of("pieces"),
                Anomaly.Method.IQR,
                1.5,
                5,
                9,
                Anomaly.Season.NONE));
    assertThat(contract(HEAD + ALL).checks(Level.DATASET))
        .extracting(Check::name)
        .containsExactly(
            "row_count",
            "mean_pieces",
            "quantile_amount",
            "distinct_id",
            "sum_amount",
            "fresh_at",
            "anomaly_mean_pieces");
    assertThat(expectation("sum: {column: pieces, equals: -7}"))
        .isEqualTo(new Sum("pieces", BigDecimal.valueOf(-7), BigDecimal.ZERO));
  }

  @Test
  void eachSaysWhatItAsksFor() {
    assertThat(contract(HEAD + ALL).checks(Level.DATASET))
        .extracting(check -> check.expectation().describe())
        .containsExactly(
            "rows in an interval: at least 1, and within a share of 0.5 of the median of the 7"
                + " intervals before, once there are 3",
            "mean of pieces: at least 1 at most 2.5",
            "quantile 0.99 of amount: at most 1000",
            "different values of id: at least 10",
            "sum of amount: 12345678901234567.8, give or take 0.05",
            "the newest at lies at most PT48H before the end of the interval",
            "mean of pieces: within the quartiles (linear between ranks), and 1.5 interquartile"
                + " ranges beyond, of the last 9 intervals before, once there are 5; anomalies among"
                + " them are left out, until 5 in a row are a new level");
    assertThat(expectation("row_count: {history: {intervals: 3, tolerance: 0}}").describe())
        .isEqualTo(
            "rows in an interval: within a share of 0 of the median of the 3 intervals before, once"
                + " there are 3");
    assertThat(expectation("sum: {column: amount, equals: 3}").describe())
        .isEqualTo("sum of amount: 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "min: 1, history | min: 2, history",
        "intervals: 7    | intervals: 8",
        "tolerance: 0.5  | tolerance: 0.6",
        "max: 2.5        | max: 3",
        "q: 0.99         | q: 0.9",
        "nulls: fail     | nulls: pass",
        "min: 10         | min: 11",
        "567.80          | 567.81",
        "tolerance: 0.05 | tolerance: 0.06",
        "within: P2D     | within: P3D",
        "metric: mean    | metric: distinct",
        "method: iqr     | method: median_mad",
        "warm_up: 5      | warm_up: 6",
        "last: 9         | last: 10",
        "last: 9         | 'last: 9, deviations: 2'"
      })
  void eachPartIsInTheFingerprint(String part, String by) {
    assertThat(ALL).contains(part);
    assertThat(contract(HEAD + ALL.replace(part, by)).fingerprint())
        .isNotEqualTo(contract(HEAD + ALL).fingerprint());
  }

  @Test
  void theSameNumberWrittenOtherwiseIsTheSameContract() {
    assertThat(contract(HEAD + ALL.replace("567.80", "567.8").replace("P2D", "48h")).fingerprint())
        .isEqualTo(contract(HEAD + ALL).fingerprint());
  }

  @Test
  void whereNoHistoryIsGivenTheIdentityIsThatOfEarlierReleases() {
    assertThat(expectation("row_count: {min: 1}"))
        .hasToString("RowCount[min=OptionalLong[1], max=OptionalLong.empty]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean: {column: pieces}                   | 14:12: mean needs 'min' or 'max'.",
        "mean: {column: pieces, min: 3, max: 2}   | 14:12: mean has 'min' 3 above 'max' 2, and"
            + " nothing lies between: exchange them.",
        "mean: {column: pieces, min: .nan}        | 14:34: 'min' must be a number, not '.nan'.",
        "mean: {column: pieces, min: NaN}         | 14:12: mean has 'min' NaN, which is no bound:"
            + " leave it out, or give a number.",
        "mean: {column: piece, min: 3}            | 14:5: there is no column 'piece'. Did you mean"
            + " 'pieces'?",
        "mean: {column: id, min: 3}               | 14:5: mean looks at numbers, and column 'id' is"
            + " of type string.",
        "mean: {colum: pieces, min: 3}            | 14:13: unknown key 'colum'. Did you mean"
            + " 'column'?",
        "quantile: {column: day, q: 0.5, min: 3}  | 14:5: quantile looks at numbers, and column"
            + " 'day' is of type date.",
        "quantile: {column: pieces, q: 95, min: 3} | 14:16: 'q' is 95.0: it is a share of the"
            + " numbers, from 0 (the least) to 1 (the greatest).",
        "quantile: {column: pieces, q: 0.5}       | 14:16: quantile needs 'min' or 'max'.",
        "quantile: {column: pieces, min: 3}       | 14:16: 'q' is missing.",
        "distinct: {column: id}                   | 14:16: distinct needs 'min' or 'max'.",
        "distinct: {column: id, min: 3, max: 2}   | 14:16: distinct has 'min' 3 above 'max' 2, and"
            + " nothing lies between: exchange them.",
        "distinct: {column: id, min: 3}, nulls: fail | 14:5: 'nulls' goes with row expectations,"
            + " references, mean, quantile and fresh, not with distinct: of no value it is computed too.",
        "sum: {column: at, equals: 3}             | 14:5: sum looks at numbers, and column 'at' is"
            + " of type timestamp.",
        "sum: {column: pieces}                    | 14:11: 'equals' is missing.",
        "sum: {column: pieces, equals: many}      | 14:11: 'equals' must be a number, not 'many'.",
        "sum: {column: pieces, equals: 1e999}     | 14:11: 'equals' is 1e999: no column's numbers"
            + " are of that size.",
        "sum: {column: pieces, equals: 3, tolerance: -1} | 14:11: 'tolerance' is -1: it is how far"
            + " off the sum may be, 0 or more.",
        "fresh: {column: day, within: P2D}        | 14:5: fresh looks at timestamps, and column"
            + " 'day' is of type date.",
        "fresh: {column: at, within: P0D}         | 14:13: 'within' is no time at all: the end does"
            + " not belong to an interval. Write 1h, or P2D.",
        "fresh: {column: at, within: two days}    | 14:34: 'within' must be a duration such as 30m,"
            + " 3h or 14d, not 'two days'.",
        "fresh: {column: at, within: -P2D}        | 14:34: 'within' must be a duration such as 30m,"
            + " 3h or 14d, not '-P2D'.",
        "fresh: {column: at, within: P-2D}        | 14:34: 'within' must be a duration such as 30m,"
            + " 3h or 14d, not 'P-2D'.",
        "row_count: {}                            | 14:17: row_count needs 'min', 'max' or"
            + " 'history'.",
        "row_count: {min: 3, max: 2}              | 14:17: row_count has 'min' 3 above 'max' 2, and"
            + " nothing lies between: exchange them.",
        "row_count: {history: {intervals: 2, tolerance: 1}} | 14:27: 'intervals' is 2, and a median"
            + " of fewer than 3 says little: look at more.",
        "row_count: {history: {intervals: 3, tolerance: -1}} | 14:27: 'tolerance' is -1.0: it is a"
            + " share of the median, 0 or more.",
        "row_count: {history: {intervals: 3}}     | 14:27: 'tolerance' is missing.",
        "anomaly: {metric: means, column: pieces} | 14:24: 'metric' must be one of row_count,"
            + " null_share, mean, distinct, new_categories, not 'means'. Did you mean 'mean'?",
        "anomaly: {metric: row_count, column: id} | 14:15: row_count is of no column: leave 'column'"
            + " out.",
        "anomaly: {metric: mean}                  | 14:15: 'column' is missing: only row_count is of"
            + " none.",
        "anomaly: {metric: mean, column: id}      | 14:5: mean looks at numbers, and column 'id' is"
            + " of type string.",
        "anomaly: {metric: new_categories, column: day} | 14:5: new_categories looks at few texts,"
            + " numbers or truth values, and column 'day' is of type date.",
        "anomaly: {metric: new_categories, column: id, method: iqr} | 14:15: new_categories looks"
            + " for values that were not there before, not at how far off a number is: leave"
            + " 'method' and 'deviations' out.",
        "anomaly: {metric: row_count, deviations: 0} | 14:15: 'deviations' is 0.0: it is how far off"
            + " is expected, more than 0.",
        "anomaly: {metric: row_count, warm_up: 2} | 14:15: 'warm_up' is 2, and fewer than 3"
            + " intervals say little: wait for more.",
        "anomaly: {metric: row_count, last: 7}    | 14:15: 'last' is 7: it is at least 'warm_up', 8,"
            + " and at most 1000.",
        "anomaly: {metric: row_count, last: 1001} | 14:15: 'last' is 1001: it is at least"
            + " 'warm_up', 8, and at most 1000.",
        "anomaly: {metric: row_count, season: weekly} | 14:5: 'season: weekly' looks at days of the"
            + " same weekday, and with 'partition: month' there are none: divide the dataset by day,"
            + " or leave it out.",
        "anomaly: {metric: row_count}, nulls: fail | 14:5: 'nulls' goes with row expectations,"
            + " references, mean, quantile and fresh, not with anomaly: of no value it is computed too.",
        "completeness: {column: id, min: 1, max: 0} | 14:20: completeness has 'min' 1 above 'max'"
            + " 0, and nothing lies between: exchange them.",
        "mean: {column: pieces, min: 3}, sum: {column: pieces, equals: 3} | 14:5: an expectation"
            + " has exactly one kind, for example not_null, in_range or sql; this one has 2.",
        "mean: {column: pieces, min: 3}, when: pieces > 1 | 14:5: 'when' goes with row"
            + " expectations, not with mean."
      })
  void eachMistakeIsNamedAtItsPlace(String text, String message) {
    assertThat(problems(HEAD + "  - {" + text + ", severity: WARN}\n"))
        .contains("d.yaml:" + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean: {column: pieces, min: 3}",
        "quantile: {column: pieces, q: 0.5, min: 3}",
        "distinct: {column: pieces, min: 3}",
        "sum: {column: pieces, equals: 3}",
        "fresh: {column: at, within: P2D}",
        "row_count: {history: {intervals: 3, tolerance: 1}}",
        "anomaly: {metric: row_count}"
      })
  void noneOfThemQuarantines(String text) {
    assertThat(problems(HEAD + "  - {" + text + ", severity: QUARANTINE}\n"))
        .containsExactly(
            "d.yaml:14:5: %s looks at all rows together, so there is none to quarantine: its severity is WARN or FAIL."
                .formatted(text.substring(0, text.indexOf(':'))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean: {column: birth, min: 3}",
        "quantile: {column: birth, q: 0.5, min: 3}",
        "sum: {column: birth, equals: 3}"
      })
  void valuesOfPersonalDataAreNotLookedAt(String text) {
    assertThat(problems(HEAD + "  - {" + text + ", severity: WARN}\n"))
        .containsExactly(
            "d.yaml:14:5: %s looks at the values of column 'birth', which are personal data, and what it sees would stay in monitoring.validations when a person is erased: use completeness or distinct, which count."
                .formatted(text.substring(0, text.indexOf(':'))));
    assertThat(expectation("distinct: {column: birth, min: 3}").kind()).isEqualTo("distinct");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean: {column: decade, min: 3}",
        "quantile: {column: decade, q: 1, min: 3}",
        "sum: {column: decade, equals: 3}",
        "fresh: {column: birthday, within: P2D}",
        "anomaly: {metric: new_categories, column: decade}"
      })
  void whatIsComputedFromPersonalDataIsPersonalToo(String text) {
    String head =
        HEAD.replace(
            "expectations:\n",
            """
              decade: {type: int, expression: born / 10}
              born: {type: int, expression: birth + 0}
              birthday: {type: timestamp, expression: "make_timestamp(birth, 1, 1, 0, 0, 0)"}
            expectations:
            """);
    assertThat(problems(head + "  - {" + text + ", severity: WARN}\n"))
        .singleElement()
        .asString()
        .startsWith("d.yaml:17:5: ")
        .contains(", which are personal data, and ");
    assertThat(problems(head + "  - {distinct: {column: decade, min: 3}, severity: WARN}\n"))
        .isEmpty();
  }

  @Test
  void anAnomalyWarnsUnlessTheContractSaysMore() {
    assertThat(contract(HEAD + ALL).checks(Level.DATASET).get(6).severity())
        .isEqualTo(Severity.WARN);
    assertThat(
            contract(HEAD + "  - {anomaly: {metric: row_count}, severity: FAIL}\n")
                .checks(Level.DATASET))
        .extracting(Check::severity)
        .containsExactly(Severity.FAIL);
    assertThat(problems(HEAD + "  - {row_count: {min: 1}}\n"))
        .containsExactly("d.yaml:14:5: 'severity' is missing.");
  }

  @Test
  void anAnomalyOfPersonalDataIsToldByCountsAlone() {
    String values =
        "d.yaml:14:5: anomaly needs what values column 'birth' has had, which are personal data, and"
            + " they would stay in monitoring.profiles when a person is erased: use row_count or"
            + " null_share, which count.";
    for (String metric : List.of("mean", "distinct", "new_categories")) {
      assertThat(problems(HEAD + "  - {anomaly: {metric: %s, column: birth}}\n".formatted(metric)))
          .containsExactly(values);
    }
    assertThat(problems(HEAD + "  - {anomaly: {metric: null_share, column: birth}}\n")).isEmpty();
  }

  @Test
  void anAnomalySaysWhatItTakesForGranted() {
    String byDay = HEAD.replace("partition: month", "partition: day");
    assertThat(
            contract(
                    byDay
                        + "  - {anomaly: {metric: row_count, season: weekly}}\n"
                        + "  - {anomaly: {metric: null_share, column: id, method: median_mad}}\n"
                        + "  - {anomaly: {metric: new_categories, column: id, warm_up: 1}}\n")
                .checks(Level.DATASET))
        .extracting(check -> check.name() + ": " + check.expectation().describe())
        .containsExactly(
            "anomaly_row_count: rows in an interval: within the mean, give or take 3 standard"
                + " deviations (of the sample, by n - 1), of the last 28 intervals before of the"
                + " same weekday, once there are 8; anomalies among them are left out, until 8 in a"
                + " row are a new level",
            "anomaly_null_share_id: share of rows without id: within the median, give or take 3"
                + " times 1.4826 MAD, of the last 28 intervals before, once there are 8; anomalies"
                + " among them are left out, until 8 in a row are a new level",
            "anomaly_new_categories_id: no value of id that was not there in the last 28 intervals"
                + " before, once there are 1");
  }

  @Test
  void aDatasetThatIsTakenWholeHasNoEndAndNoHistory() {
    String whole = HEAD.replace("partition: month", "partition: whole");
    assertThat(problems(whole + "  - {fresh: {column: at, within: P2D}, severity: WARN}\n"))
        .containsExactly(
            "d.yaml:14:5: fresh is told from the end of an interval, and with 'partition: whole'"
                + " there is none: divide the dataset by day or month, or leave fresh out.");
    assertThat(
            problems(
                whole
                    + "  - {row_count: {history: {intervals: 3, tolerance: 1}}, severity: WARN}\n"))
        .containsExactly(
            "d.yaml:14:5: 'history' looks at the intervals before, and with 'partition: whole'"
                + " there are none: divide the dataset by day or month, or leave it out.");
    assertThat(problems(whole + "  - {anomaly: {metric: row_count}}\n"))
        .containsExactly(
            "d.yaml:14:5: anomaly looks at the intervals before, and with 'partition: whole' there"
                + " are none: divide the dataset by day or month, or leave it out.");
  }
}
