package io.falaj.validation;

import static io.falaj.validation.Contracts.contract;
import static io.falaj.validation.Contracts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.Expectation.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keys are unique against, as a contract says it. */
class UniqueContractTest {

  private static final String ORDERS =
      """
      dataset: orders
      source: {format: csv, path: orders.csv}
      keys: [order_id]
      event_time: ordered_at
      partition: month
      columns:
        order_id: {type: string}
        ordered_at: {type: timestamp}
        pieces: {type: int}
        customer: {type: string, personal: direct_identifier}
      expectations:
        - {row_count: {min: 1}, severity: FAIL}
      """;

  private static String with(String line, String by) {
    assertThat(ORDERS).contains(line);
    return ORDERS.replace(line, by);
  }

  @Test
  void keysAreUniqueInAnIntervalUnlessTheTableIsAskedFor() {
    Check implied = contract(ORDERS).checks(Level.KEY).get(0);
    assertThat(implied.expectation())
        .as("the identity of earlier releases")
        .hasToString("Unique[columns=[order_id], winner=FIRST, orderBy=null]");
    String table = with("keys: [order_id]", "keys: [order_id]\nkeys_against: table");
    assertThat(contract(table).checks(Level.KEY).get(0).expectation().describe())
        .isEqualTo(
            "(order_id) is there once in an interval, and in clean in none before it; of duplicates"
                + " the first passes, and what clean holds of an earlier interval stays");
    assertThat(contract(table).fingerprint()).isNotEqualTo(contract(ORDERS).fingerprint());
    String line = "  - {row_count: {min: 1}, severity: FAIL}";
    String unique = "  - {unique: {columns: [pieces, customer], against: table}, severity: WARN}";
    assertThat(contract(with(line, unique)).uniqueInTable())
        .extracting(Expectation.Unique::columns)
        .containsExactly(List.of("pieces", "customer"));
    assertThat(contract(with(line, unique)).statsColumns())
        .as("files are passed over by them, and no personal one is told")
        .containsExactly("order_id", "ordered_at", "pieces");
  }

  @Test
  void uniqueInATableThatHasOneIntervalIsRefused() {
    String whole = with("partition: month", "partition: whole");
    String none =
        ": table' looks at the intervals before, and with 'partition: whole' there are none: leave"
            + " it out.";
    assertThat(problems(whole.replace("[order_id]", "[order_id]\nkeys_against: table")))
        .containsExactly("d.yaml:1:1: 'keys_against" + none);
    assertThat(
            problems(
                whole.replace(
                    "  - {row_count: {min: 1}, severity: FAIL}",
                    "  - {unique: {columns: [pieces], against: table}, severity: WARN}")))
        .containsExactly("d.yaml:12:5: 'against" + none);
    assertThat(
            problems(
                with(
                        "  - {row_count: {min: 1}, severity: FAIL}",
                        "  - {unique: {columns: [order_id]}, severity: WARN}")
                    .replace("keys: [order_id]", "keys: [order_id]\nkeys_against: table")))
        .containsExactly(
            "d.yaml:1:1: 'keys_against' is given, and an expectation says of the keys what they are"
                + " unique against: write 'against' there, and leave 'keys_against' out.");
  }
}
