package io.falaj.validation;

import static io.falaj.validation.Contracts.contract;
import static io.falaj.validation.Contracts.problems;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.TableName;
import io.falaj.validation.Expectation.Level;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {

  private static final String ORDERS =
      """
      dataset: orders
      description: Orders.
      source: {format: csv, path: "orders-*.csv", null_value: NA, delimiter: ";"}
      keys: [order_id]
      event_time: ordered_at
      partition: month
      columns:
        order_id: {type: string}
        ordered_at: {type: timestamp, from: "Ordered At"}
        amount: {type: "decimal(9,2)", nullable: true, unit: AED}
        pieces: {type: int}
        customer: {type: string, personal: direct_identifier}
        price: {type: double, nullable: true, expression: amount / pieces}
      expectations:
        - {in_range: {column: amount, min: 0}, severity: QUARANTINE}
        - {name: cheap, sql: "price < 100", severity: WARN, when: pieces > 1}
        - {row_count: {min: 1}, severity: FAIL}
      """;

  /** The contract with one line replaced. */
  private static String with(String line, String by) {
    assertThat(ORDERS).contains(line);
    return ORDERS.replace(line, by);
  }

  @Test
  void everythingIsMapped() {
    Contract orders = contract(ORDERS);
    assertThat(orders.dataset()).isEqualTo("orders");
    assertThat(orders.source())
        .isEqualTo(
            new Source.Files(
                new SourceFormat.Csv(';', '"', "NA", "UTF-8"),
                "orders-*.csv",
                UnreadableFiles.STOP,
                OnChange.STOP));
    assertThat(orders.keys()).containsExactly("order_id");
    assertThat(orders.eventTime()).hasValue("ordered_at");
    assertThat(orders.partitioning()).isEqualTo(Partitioning.MONTH);
    assertThat(orders.raw()).isEqualTo(TableName.parse("raw.orders"));
    assertThat(orders.clean()).isEqualTo(TableName.parse("clean.orders"));
    assertThat(orders.quarantine()).isEqualTo(TableName.parse("quarantine.orders"));
    assertThat(orders.schema().fieldNames())
        .containsExactly("order_id", "ordered_at", "amount", "pieces", "customer", "price");
    Column amount = orders.column("amount");
    assertThat(amount.type()).isEqualTo(DataTypes.createDecimalType(9, 2));
    assertThat(amount.unit()).isEqualTo("AED");
    assertThat(orders.column("ordered_at").origin()).isEqualTo(new Column.FromSource("Ordered At"));
    assertThat(orders.column("price").origin())
        .isEqualTo(new Column.Derived("amount / pieces", List.of("amount", "pieces")));
    assertThat(orders.column("customer").personal()).hasValue(PersonalData.DIRECT_IDENTIFIER);
  }

  @Test
  void typesNullsAndKeysAreExpectationsByThemselves() {
    assertThat(contract(ORDERS).checks().stream().map(Check::name))
        .containsExactly(
            "parsed",
            "not_null_order_id",
            "type_ordered_at",
            "not_null_ordered_at",
            "type_amount",
            "type_pieces",
            "not_null_pieces",
            "not_null_customer",
            "type_price",
            "unique_order_id",
            "in_range_amount",
            "cheap",
            "row_count");
    assertThat(contract(ORDERS).checks(Level.KEY)).hasSize(1);
    assertThat(contract(ORDERS).checks(Level.DATASET)).hasSize(1);
  }

  @Test
  void defaultsAreComma_quote_dayAndNoNullText() {
    Contract least =
        contract(
            """
            dataset: d
            source: {format: csv, path: d.csv}
            keys: [a]
            event_time: t
            columns:
              a: {type: string}
              t: {type: timestamp}
            """);
    assertThat(least.source())
        .isEqualTo(
            new Source.Files(
                SourceFormat.Csv.STANDARD, "d.csv", UnreadableFiles.STOP, OnChange.STOP));
    assertThat(least.partitioning()).isEqualTo(Partitioning.DAY);
    assertThat(least.description()).isEmpty();
    assertThat(least.column("a").required()).isEqualTo(Column.Required.REQUIRED);
  }

  @Test
  void aPersonalKeyIsNotInTheStatistics() {
    assertThat(contract(ORDERS).statsColumns()).containsExactly("order_id", "ordered_at");
    assertThat(contract(with("keys: [order_id]", "keys: [order_id, customer]")).statsColumns())
        .containsExactly("order_id", "ordered_at");
    String initial = "expectations:\n";
    assertThat(
            contract(
                    with(
                            initial,
                            "  initial: {type: string, expression: \"left(customer, 1)\"}\n"
                                + initial)
                        .replace("keys: [order_id]", "keys: [order_id, initial]"))
                .statsColumns())
        .as("nor one that is computed from personal data")
        .containsExactly("order_id", "ordered_at");
  }

  @Test
  void aKeyThatIsStatedTakesThePlaceOfTheImplicitOne() {
    Contract orders =
        contract(
            with(
                "  - {row_count: {min: 1}, severity: FAIL}",
                "  - {unique: {columns: [order_id], winner: last, order_by: pieces}, severity: FAIL}"));
    assertThat(orders.checks(Level.KEY))
        .extracting(Check::expectation, Check::severity)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                new Expectation.Unique(
                    List.of("order_id"),
                    Expectation.Unique.Winner.LAST,
                    "pieces",
                    Expectation.Unique.Against.INTERVAL),
                Severity.FAIL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: Orders.",
        "path: \"orders-*.csv\"",
        ", unit: AED",
      })
  void whatDecidesNothingIsNotInTheFingerprint(String part) {
    String other =
        part.replace("Orders.", "All orders.")
            .replace("orders-", "new/orders-")
            .replace("AED", "OMR");
    assertThat(contract(with(part, other)).fingerprint()).isEqualTo(contract(ORDERS).fingerprint());
  }

  static Stream<Arguments> decisive() {
    return Stream.of(
        Arguments.of("null_value: NA", "null_value: '-'"),
        Arguments.of("partition: month", "partition: day"),
        Arguments.of("amount / pieces", "amount / pieces / 2"),
        Arguments.of("min: 0", "min: 1"),
        Arguments.of("price < 100\", severity: WARN", "price < 100\", severity: FAIL"),
        Arguments.of("when: pieces > 1", "when: pieces > 2"),
        Arguments.of("Ordered At", "ordered_at"),
        Arguments.of("decimal(9,2)", "decimal(10,2)"),
        Arguments.of(", personal: direct_identifier", ""),
        Arguments.of(
            "amount: {type: \"decimal(9,2)\", nullable: true", "amount: {type: \"decimal(9,2)\""));
  }

  @ParameterizedTest
  @MethodSource("decisive")
  void whatDecidesSomethingIsInTheFingerprint(String part, String by) {
    assertThat(contract(with(part, by)).fingerprint()).isNotEqualTo(contract(ORDERS).fingerprint());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            "dataset: orders",
            "dataset: orders_v2",
            "d.yaml:1:1: dataset 'orders_v2' is not allowed: names match [a-z][a-z0-9_]* and do"
                + " not end in _v<digits>, _events or _carries."),
        Arguments.of(
            "type: int",
            "type: itn",
            "d.yaml:11:11: column 'pieces': there is no type 'itn'. Did you mean 'int'?"),
        Arguments.of(
            "decimal(9,2)",
            "decimal(2,9)",
            "d.yaml:10:11: column 'amount': type 'decimal(2,9)' is no decimal: write"
                + " decimal(PRECISION,SCALE) with a precision from 1 to 38 and a scale not above"
                + " it."),
        Arguments.of(
            "keys: [order_id]",
            "keys: [orderid]",
            "d.yaml:1:1: 'keys' names 'orderid', which is no column. Did you mean 'order_id'?"),
        Arguments.of(
            "keys: [order_id]",
            "keys: [amount]",
            "d.yaml:10:11: column 'amount' is a key and must not be nullable."),
        Arguments.of(
            "event_time: ordered_at",
            "event_time: pieces",
            "d.yaml:1:1: 'event_time' names 'pieces', which is of type int: it must be a"
                + " timestamp."),
        Arguments.of(
            "event_time: ordered_at\n",
            "",
            "d.yaml:1:1: without 'event_time' a dataset is taken whole: name one, or write"
                + " 'partition: whole'."),
        Arguments.of(
            "delimiter: \";\"",
            "delimiter: \";;\"",
            "d.yaml:3:9: 'delimiter' must be one character, not ';;'."),
        Arguments.of(
            "expression: amount / pieces",
            "expression: amount / piece",
            "d.yaml:13:10: column 'price': its expression names 'piece', which is no column. Did"
                + " you mean 'pieces'?"),
        Arguments.of(
            "expression: amount / pieces",
            "expression: price + 1",
            "d.yaml:13:10: column 'price' is computed from itself, by way of price."),
        Arguments.of(
            "expression: amount / pieces",
            "from: p, expression: amount / pieces",
            "d.yaml:13:10: column 'price' has both 'from' and 'expression': it comes from one of"
                + " them."),
        Arguments.of(
            "expression: amount / pieces",
            "expression: rand() + pieces",
            "d.yaml:13:10: column 'price': its expression cannot be used: it is random: the same"
                + " row must always give the same"),
        Arguments.of(
            "expression: amount / pieces",
            "expression: \"double(unix_timestamp(current_timestamp()))\"",
            "d.yaml:13:10: column 'price': its expression cannot be used: it asks the clock: the"
                + " same row must always give the same"),
        Arguments.of(
            "expression: amount / pieces",
            "expression: sum(amount)",
            "d.yaml:13:10: column 'price': its expression cannot be used: it aggregates or"
                + " multiplies rows, and an expression looks at one row only"),
        Arguments.of(
            "expression: amount / pieces",
            "expression: (SELECT 1)",
            "d.yaml:13:10: column 'price': its expression cannot be used: it has a subquery, and an"
                + " expression looks at one row only"),
        Arguments.of(
            "  order_id: {type: string}",
            "  order-id: {type: string}\n  order_id: {type: string}",
            "d.yaml:8:13: column 'order-id' is not allowed: names match [a-z][a-z0-9_]*. Use"
                + " 'from' for its name in the source."),
        Arguments.of(
            "column: amount, min: 0",
            "column: amout, min: 0",
            "d.yaml:15:5: there is no column 'amout'. Did you mean 'amount'?"),
        Arguments.of(
            "column: amount, min: 0",
            "column: amount",
            "d.yaml:15:16: in_range needs 'min' or 'max'."),
        Arguments.of(
            "column: amount, min: 0",
            "column: amount, min: much",
            "d.yaml:15:5: 'much' does not read as decimal(9,2), the type of column 'amount'."),
        Arguments.of(
            "{in_range: {column: amount, min: 0},",
            "{matches: {column: amount, pattern: '[0-9]+'},",
            "d.yaml:15:5: matches looks at text, and column 'amount' is of type decimal(9,2)."),
        Arguments.of(
            "{in_range: {column: amount, min: 0},",
            "{matches: {column: customer, pattern: '[0-9'},",
            "d.yaml:15:5: pattern '[0-9' is no regular expression of Java: Unclosed character"
                + " class."),
        Arguments.of(
            "{in_range: {column: amount, min: 0},",
            "{name: nothing,",
            "d.yaml:15:5: an expectation has exactly one kind, for example not_null, in_range or"
                + " sql; this one has 0."),
        Arguments.of(
            "{in_range: {column: amount, min: 0},",
            "{not_null: {column: pieces},",
            "d.yaml:15:5: there are two expectations 'not_null_pieces': give this one another"
                + " 'name'."),
        Arguments.of(
            "price < 100",
            "price + 1",
            "d.yaml:16:5: 'sql' is of type double: it must be true or false."),
        Arguments.of(
            "price < 100",
            "prize < 100",
            "d.yaml:16:5: 'sql' names 'prize', which is no column. Did you mean 'price'?"),
        Arguments.of(
            "when: pieces > 1",
            "when: pieces >",
            "d.yaml:16:5: 'when' cannot be used: Syntax error at or near end of input (line 1, pos 8)"),
        Arguments.of(
            "{row_count: {min: 1}, severity: FAIL}",
            "{row_count: {min: 1}, severity: QUARANTINE}",
            "d.yaml:17:5: row_count looks at all rows together, so there is none to quarantine: its"
                + " severity is WARN or FAIL."),
        Arguments.of(
            "{row_count: {min: 1}, severity: FAIL}",
            "{row_count: {min: 1}, when: pieces > 1, severity: FAIL}",
            "d.yaml:17:5: 'when' goes with row expectations, not with row_count."),
        Arguments.of(
            "{row_count: {min: 1}, severity: FAIL}",
            "{references: {columns: [customer], table: customers, to: [id]}, severity: FAIL}",
            "d.yaml:17:5: 'customers' names no table: write zone.table, where zone is one of raw,"
                + " clean, quarantine, features, training, models, predictions, monitoring,"
                + " lineage."),
        Arguments.of(
            "{row_count: {min: 1}, severity: FAIL}",
            "{references: {columns: [customer], table: clean.c, to: []}, severity: FAIL}",
            "d.yaml:17:18: references needs as many columns in 'to' as in 'columns', and at least"
                + " one."),
        Arguments.of(
            "{row_count: {min: 1}, severity: FAIL}",
            "{row_count: {min: 1}, severity: STOP}",
            "d.yaml:17:37: 'severity' must be one of warn, quarantine, fail, not 'STOP'. Known:"
                + " fail, quarantine, warn."));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void eachMistakeIsNamedAtItsPlace(String part, String by, String message) {
    assertThat(problems(with(part, by))).containsExactly(message);
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThat(
            problems(
                with("keys: [order_id]", "keys: []")
                    .replace("min: 0}", "min: x}")
                    .replace("type: int", "type: itn")))
        .hasSize(3);
  }

  @Test
  void theFlightsDatasetsAreSound() {
    for (String dataset : List.of("flights", "weather", "planes", "airports", "airlines")) {
      Contract contract = Contracts.flights(dataset);
      assertThat(contract.dataset()).isEqualTo(dataset);
      assertThat(contract.columns()).allSatisfy(c -> assertThat(c.description()).isNotEmpty());
    }
    assertThat(Contracts.flights("flights").references())
        .containsExactly(
            TableName.parse("clean.airlines"),
            TableName.parse("clean.airports"),
            TableName.parse("clean.planes"));
  }

  @Test
  void everyExpectationSaysWhatItAsksFor() {
    assertThat(Contracts.flights("flights").checks())
        .extracting(check -> check.expectation().describe())
        .contains(
            "the record has as many fields as the header",
            "flight reads as int",
            "flight_id is not null",
            "(flight_id) is there once in an interval; of duplicates the first passes",
            "origin in (EWR, JFK, LGA)",
            "dest matches [A-Z]{3} from beginning to end",
            "distance between 1 and 10000, both included",
            "sched_dep_time = hour * 100 + minute",
            "(carrier) is there in clean.airlines (carrier)",
            "rows in an interval: at least 1",
            "share of rows that have tail_number: at least 0.95");
    assertThat(Contracts.flights("airports").checks())
        .extracting(check -> check.expectation().describe())
        .contains("faa has at least 3 and at most 4 characters");
  }
}
