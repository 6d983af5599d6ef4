package io.falaj.validation.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnSeenTest {

  private static SuggestedColumn column(String... values) {
    ColumnSeen seen = new ColumnSeen();
    Arrays.stream(values).forEach(value -> seen.add(value, 1));
    return new SuggestedColumn(0, "c", "c", Optional.empty(), seen, InferredType.of(seen));
  }

  private static String type(String... values) {
    return column(values).type().yaml().replace("\"", "");
  }

  @Test
  void theNarrowestTypeThatLosesNothingIsTaken() {
    assertThat(type("1", "-20", "0")).isEqualTo("int");
    assertThat(type("2000000000")).as("10 % more is no int").isEqualTo("long");
    assertThat(type("9000000000000000000")).isEqualTo("decimal(21,0)");
    assertThat(type("1" + "0".repeat(40))).isEqualTo("string");
    assertThat(type("1.5", "2", "3e5", "NaN", "-Infinity", ".5")).isEqualTo("double");
    assertThat(type("12.50", "3.99")).isEqualTo("decimal(6,2)");
    assertThat(type("1.5", "2.5")).isEqualTo("double");
    assertThat(type("0.1234567890123456789", "1.5")).isEqualTo("decimal(22,19)");
    assertThat(type("007", "008")).as("zeros would be lost").isEqualTo("string");
    assertThat(type("+5")).isEqualTo("string");
    assertThat(type("1e999")).isEqualTo("string");
    assertThat(type("1,5")).isEqualTo("string");
    assertThat(type("5.")).isEqualTo("string");
    assertThat(type("1", "x")).isEqualTo("string");
    assertThat(type("")).isEqualTo("string");
    assertThat(type("TRUE", "false")).isEqualTo("boolean");
    assertThat(type("2013-01-31", "0001-01-01")).isEqualTo("date");
    assertThat(type("2013-02-29")).isEqualTo("string");
    assertThat(type("2013-1-31")).isEqualTo("string");
    assertThat(type("2013-01-31", "2013-01-31T05:00Z")).isEqualTo("timestamp");
    assertThat(type("2013-01-31 05:00:00.123456+04:00", "2013-01-31T05:00:00"))
        .isEqualTo("timestamp");
    assertThat(type("2013-01-31T24:00:00Z")).isEqualTo("string");
    assertThat(type("2013-01-31T05:00:00 UTC")).isEqualTo("string");
    assertThat(type("05:00")).isEqualTo("string");
    assertThat(type()).isEqualTo("string");
  }

  @Test
  void timesAreReadInTheirZoneAndWithoutOneAsUtc() {
    SuggestedColumn times = column("2013-01-31 05:00:00+04:00", "2013-01-31T02:00:00");
    assertThat(times.seen().times().orElseThrow().min())
        .isEqualTo(Instant.parse("2013-01-31T01:00:00Z"));
    assertThat(times.type().why()).isEqualTo("1 times without a zone are read as UTC");
  }

  @Test
  void marginsAreATenthOfTheSpanOutwardAndNotBeyondZero() {
    assertThat(around("1", "4983", 0))
        .isEqualTo("0 to 5482; margin 10 % of the span, none beyond 0");
    assertThat(around("-86", "1272", 0)).isEqualTo("-222 to 1408; margin 10 % of the span");
    assertThat(around("-9", "-5", 0)).isEqualTo("-10 to -4; margin 10 % of the span");
    assertThat(around("2013", "2013", 0)).isEqualTo("1811 to 2215; margin 10 % of the value");
    assertThat(around("0", "0", 0)).isEqualTo("0 to 1; margin 10 % of the value, none beyond 0");
    assertThat(around("0.123456", "0.223456", 99))
        .isEqualTo("0.113 to 0.234; margin 10 % of the span");
    assertThat(around("1.00", "2.00", 2)).isEqualTo("0.90 to 2.10; margin 10 % of the span");
    assertThat(
            Margin.around(
                Instant.parse("2013-01-10T05:00:00Z"), Instant.parse("2013-01-12T05:00:00Z")))
        .hasToString("Margin[min=2013-01-07, max=2013-01-16, said=margin 100 % of the span]");
    assertThat(
            Margin.around(
                Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59Z")))
        .hasToString("Margin[min=0001-01-01, max=9999-12-31, said=margin 100 % of the span]");
  }

  private static String around(String min, String max, int scale) {
    Margin<BigDecimal> margin = Margin.around(new BigDecimal(min), new BigDecimal(max), scale);
    return "%s to %s; %s".formatted(margin.min(), margin.max(), margin.said());
  }

  private static String expectation(int times, String... values) {
    String[] all = new String[values.length * times];
    Arrays.setAll(all, i -> values[i % values.length]);
    return RowExpectations.of(column(all)).stream()
        .map(suggestion -> suggestion.line(""))
        .reduce("", String::concat)
        .strip();
  }

  @Test
  void textsHaveASetOrAPatternOrALength() {
    assertThat(expectation(10, "NO", "O'Hare, \"x\"", ""))
        .isEqualTo(
            "{in_set: {column: c, values: [\"\", \"NO\", \"O'Hare, \\\"x\\\"\"]}, severity: WARN}"
                + "  # seen: \"\" 10, \"NO\" 10, \"O'Hare, \\\"x\\\"\" 10");
    String[] codes = new String[40];
    String[] mixed = new String[40];
    String[] uuids = new String[40];
    String[] texts = new String[40];
    for (int i = 0; i < 40; i++) {
      codes[i] = "%c%c-%03d".formatted('A' + i % 26, 'Z' - i % 7, i);
      mixed[i] = "N" + i * 37 + (i % 2 == 0 ? "Q" : "");
      uuids[i] = new java.util.UUID(i * 0x9E3779B97F4A7C15L, i * 7919L + 17).toString();
      texts[i] = "čaj " + "é".repeat(i);
    }
    assertThat(expectation(1, codes))
        .startsWith("{matches: {column: c, pattern: \"[A-Z]{2}[\\\\-][0-9]{3}\"}, severity: WARN}")
        .endsWith("# 40 values of 6 characters");
    assertThat(expectation(1, mixed))
        .isEqualTo(
            "{matches: {column: c, pattern: \"[0-9A-Z]{2,7}\"}, severity: WARN}"
                + "  # 40 values of 3 to 6 characters; margin 1");
    assertThat(expectation(1, uuids))
        .contains("\"[0-9a-f]{8}[\\\\-][0-9a-f]{4}[\\\\-][0-9a-f]{4}[\\\\-]");
    assertThat(expectation(1, texts))
        .isEqualTo(
            "{length: {column: c, min: 1, max: 47}, severity: WARN}"
                + "  # 40 values of 4 to 43 characters; margin 4");
  }

  @Test
  void numbersWithoutEndHaveNoRange() {
    assertThat(expectation(1, "1.5", "NaN")).isEmpty();
    assertThat(expectation(1, "1.5", "Infinity")).isEmpty();
    assertThat(expectation(1, "true")).isEmpty();
    assertThat(expectation(1)).isEmpty();
  }

  @Test
  void whatNamesAPersonIsKnownByItsForm() {
    assertThat(personal("a.b@example.ae", "c@d.org")).isEqualTo("EMAIL");
    assertThat(personal("784-1990-1234567-1", "784199012345671")).isEqualTo("EMIRATES_ID");
    assertThat(personal("AE070331234567890123456", "GB82 WEST 1234 5698 7654 32"))
        .isEqualTo("IBAN");
    assertThat(personal("AE080331234567890123456")).as("a wrong check digit").isEqualTo("none");
    assertThat(personal("+971 50 123 4567", "050-123-4567", "0044 20 7946 0958"))
        .isEqualTo("PHONE");
    assertThat(personal("2013-01-01", "02134-1234", "123456789", "1.5", "N14228", "05123"))
        .isEqualTo("none");
    assertThat(personal("a@b.ae", "x", "y", "z")).isEqualTo("EMAIL");
  }

  private static String personal(String... values) {
    return column(values).seen().personal().map(Enum::name).orElse("none");
  }

  /** A few personal values are too few to say so, and no reason to show them. */
  @Test
  void noValueIsShownWhereOneNamesAPerson() {
    String[] values = new String[400];
    Arrays.fill(values, "front desk");
    values[7] = "someone@example.ae";
    SuggestedColumn column = column(values);
    assertThat(column.personal()).isFalse();
    assertThat(RowExpectations.of(column).toString()).doesNotContain("someone", "front");
    String[] ids = new String[40];
    Arrays.setAll(ids, i -> "78419901234567" + i % 10);
    SuggestedColumn personal = column(ids);
    assertThat(personal.type().yaml()).isEqualTo("string");
    assertThat(RowExpectations.of(personal).toString())
        .contains("all 40 values do")
        .doesNotContain("78419");
  }

  /** However the values come and are divided among tasks. */
  @Test
  void theOrderOfValuesDoesNotMatter() {
    Random random = new Random(3);
    String[] words = {"1", "22", "-3", "4.5", "NaN", "x", "", "é", "2013-01-01", "true", "a@b.ae"};
    for (int i = 0; i < 300; i++) {
      List<String> values = new ArrayList<>();
      int kinds = 1 + random.nextInt(words.length);
      for (int n = random.nextInt(200); n >= 0; n--) {
        String word = words[random.nextInt(kinds)];
        values.add(random.nextInt(3) == 0 ? word + random.nextInt(60) : word);
      }
      String whole = said(values, 1);
      Collections.shuffle(values, random);
      assertThat(said(values, 1 + random.nextInt(4))).isEqualTo(whole);
    }
  }

  private static String said(List<String> values, int parts) {
    ColumnSeen[] seen = new ColumnSeen[parts];
    Arrays.setAll(seen, i -> new ColumnSeen());
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (value.equals("x")) {
        seen[i % parts].addApart(value);
      } else {
        seen[i % parts].add(value, 1);
      }
    }
    for (int i = 1; i < parts; i++) {
      seen[0].merge(seen[i]);
    }
    seen[0].settle("");
    SuggestedColumn column =
        new SuggestedColumn(0, "c", "c", Optional.empty(), seen[0], InferredType.of(seen[0]));
    return column.type() + " " + RowExpectations.of(column) + " " + column.seen().personal();
  }

  @Test
  void theNullTextIsTheOneThatStandsAmongNumbers() {
    ColumnSeen numbers = new ColumnSeen();
    numbers.add("5", 3);
    numbers.addApart("NA");
    numbers.addApart("");
    ColumnSeen words = new ColumnSeen();
    words.add("red", 1);
    words.addApart("NULL");
    words.addApart("NULL");
    assertThat(NullText.of(List.of(numbers, words))).isEqualTo("NA");
    assertThat(NullText.of(List.of(words))).as("a word like others").isEmpty();
    numbers.addApart("-");
    assertThat(NullText.of(List.of(numbers, words))).as("one only stands for null").isEmpty();
  }

  @Test
  void namesAreMadeOfWhatTheSourceCallsItsColumns() {
    assertThat(
            ColumnNames.of(
                List.of("tailNum", "Flight No.", "id", "ID", "رقم", "2nd", "id_2", "select")))
        .containsExactly(
            "tail_num", "flight_no", "id", "id_3", "column_5", "n2nd", "id_2", "select");
  }
}
