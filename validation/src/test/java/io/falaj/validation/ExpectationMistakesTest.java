package io.falaj.validation;

import static io.falaj.validation.Contracts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no row could meet, or would be judged otherwise another day, is refused where it stands. */
class ExpectationMistakesTest {

  private static final String HEAD =
      """
      dataset: d
      source: {format: csv, path: d.csv}
      keys: [id]
      partition: whole
      columns:
        id: {type: string}
        i: {type: int}
        f: {type: float}
        at: {type: timestamp}
        day: {type: date}
        price: {type: "decimal(5,2)"}
      expectations:
      """;

  private static List<String> problemsOf(String expectation) {
    return problems(HEAD + "  - {" + expectation + ", severity: WARN}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "in_range: {column: i, min: 10, max: 0} | 13:5: in_range has 'min' 10 above 'max' 0, and nothing"
            + " lies between: exchange them.",
        "in_range: {column: f, min: 0.2, max: 0.1} | 13:5: in_range has 'min' 0.2 above 'max' 0.1, and"
            + " nothing lies between: exchange them.",
        "in_range: {column: id, min: b, max: a} | 13:5: in_range has 'min' b above 'max' a, and nothing"
            + " lies between: exchange them.",
        "in_range: {column: day, min: 2013-01-02, max: 2013-01-01} | 13:5: in_range has 'min' 2013-01-02"
            + " above 'max' 2013-01-01, and nothing lies between: exchange them.",
        "in_range: {column: f, max: NaN} | 13:5: in_range has 'max' NaN, which is no bound: leave it out,"
            + " or give a number.",
        "in_range: {column: f, min: -Infinity} | 13:5: in_range has 'min' -Infinity, which is no bound:"
            + " leave it out, or give a number.",
        "in_range: {column: f, max: 1e39} | 13:5: '1e39' does not read as float, the type of column 'f'.",
        "in_range: {column: i, max: NaN} | 13:5: 'NaN' does not read as int, the type of column 'i'.",
        "in_range: {column: i, max: 1e-999999999} | 13:5: '1e-999999999' does not read as int, the type of"
            + " column 'i'.",
        "in_range: {column: i, min: 0.2, max: 0.8} | 13:5: in_range of column 'i': no int is from 0.2 to"
            + " 0.8, so that no row would pass. Give other bounds.",
        "in_range: {column: i, min: 2147483648} | 13:5: in_range of column 'i': no int is 2147483648 or"
            + " more, so that no row would pass. Give other bounds.",
        "in_range: {column: price, max: -1000} | 13:5: in_range of column 'price': no decimal(5,2) is"
            + " -1000 or less, so that no row would pass. Give other bounds.",
        "in_range: {column: at, min: '05:00'} | 13:5: '05:00' does not read as timestamp, the type of"
            + " column 'at'.",
        "in_set: {column: at, values: ['T05:00']} | 13:5: 'T05:00' does not read as timestamp, the type of"
            + " column 'at'.",
        "in_set: {column: i, values: [1, 1.5]} | 13:5: '1.5' does not read as int, the type of column"
            + " 'i'.",
        "in_set: {column: i, values: [1_000]} | 13:5: '1_000' does not read as int, the type of column"
            + " 'i'.",
        "in_set: {column: price, values: [9.995]} | 13:5: '9.995' does not read as decimal(5,2), the type"
            + " of column 'price'.",
        "matches: {column: id, pattern: '\\Qabc'} | 13:5: pattern '\\Qabc' is open at its end, so that it"
            + " cannot be held against a whole text: close \\Q with \\E, and end a comment with a"
            + " line break.",
        "matches: {column: id, pattern: '(?x)a # c'} | 13:5: pattern '(?x)a # c' is open at its end, so"
            + " that it cannot be held against a whole text: close \\Q with \\E, and end a comment"
            + " with a line break.",
        "unique: {columns: [i, f]}, nulls: fail | 13:5: unique passes rows without a value, so 'nulls:"
            + " fail' goes not with it: leave it out, and ask for not_null of i, f."
      })
  void eachIsNamedAtItsPlace(String expectation, String message) {
    assertThat(problemsOf(expectation)).containsExactly("d.yaml:" + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length: {column: id, min: 5, max: 1} | 13:14: length has 'min' 5 above 'max' 1, and nothing lies"
            + " between: exchange them.",
        "length: {column: id, max: -1} | 13:14: length has 'max' -1, and no text has fewer than 0"
            + " characters: give another.",
        "length: {column: id} | 13:14: length needs 'min' or 'max'."
      })
  void lengthsLieBetweenTheirBounds(String expectation, String message) {
    assertThat(problemsOf(expectation)).containsExactly("d.yaml:" + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at < timestamp'now'",
        "at < TIMESTAMP /* it's */ r'  Today '",
        "day = date \\\"yesterday UTC\\\"",
        "day <> Date'TOMORROW' or true",
        "at > timestamp'05:00'",
        "at > timestamp'T05:00:00'",
        "id = '\uD83D\uDE00' and at > timestamp_ltz'now'",
        "timestamp_ntz'2013-01-01' < timestamp_ntz'now'",
        "at < localtimestamp()",
        "at < now()",
        "day < curdate()"
      })
  void whatAsksTheClockIsRefused(String sql) {
    String problem = " cannot be used: it asks the clock: the same row must always give the same";
    assertThat(problemsOf("sql: \"" + sql + "\"")).containsExactly("d.yaml:13:5: 'sql'" + problem);
    assertThat(problemsOf("not_null: {column: i}, name: n, when: \"" + sql + "\""))
        .containsExactly("d.yaml:13:5: 'when'" + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at < timestamp'2013-01-01 05:00:00'",
        "at < timestamp /* a day */ '2013'",
        "at > timestamp'epoch' -- of Unix",
        "day = date'-0044-03-15'",
        "id = '\uD83D\uDE00' and day > date \\\"2013-01\\\"",
        "at > timestamp_ntz'2013-01-01' + interval '1' hour",
        "id <> 'now'"
      })
  void timesThatStayAreNot(String sql) {
    assertThat(problemsOf("sql: \"" + sql + "\"")).isEmpty();
  }
}
