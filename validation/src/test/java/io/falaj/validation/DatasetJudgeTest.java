package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.validation.Outcome.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind on values that pass, that fail, on nulls alone, and on no rows. */
class DatasetJudgeTest {

  private static Outcome judge(String expectation, @Nullable Object... values) {
    return new MeasuredRows(expectation).judge(Arrays.asList(values), 1);
  }

  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1000;
  }

  private static Decimal price(String text) {
    return Decimal.apply(new java.math.BigDecimal(text), 9, 2);
  }

  private static String is(Outcome outcome) {
    return "%s %s, %s".formatted(outcome.result(), outcome.observed(), outcome.saw());
  }

  @Test
  void theMeanLiesBetweenBothEnds() {
    assertThat(is(judge("mean: {column: i, min: 2, max: 2}", 1, null, 3))).isEqualTo("MET 2.0, 2");
    assertThat(is(judge("mean: {column: i, min: 2.5}", 1, 3))).isEqualTo("NOT_MET 2.0, 2");
    assertThat(is(judge("mean: {column: x, max: 1.5}", 1.5, 1.75)))
        .isEqualTo("NOT_MET 1.625, 1.625");
    assertThat(is(judge("mean: {column: price, max: 0.2}", price("0.10"), price("0.30"))))
        .isEqualTo("MET 0.2, 0.2");
    assertThat(is(judge("mean: {column: x, max: 0}", Double.MAX_VALUE, Double.MAX_VALUE)))
        .isEqualTo("NOT_MET 1.7976931348623157E308, 1.7976931348623157E+308");
  }

  @Test
  void theQuantileIsTheLeastNumberThatTheShareDoesNotExceed() {
    assertThat(is(judge("quantile: {column: i, q: 0.5, min: 2, max: 2}", 3, 1, 2, null)))
        .isEqualTo("MET 2.0, 2");
    assertThat(is(judge("quantile: {column: i, q: 1, max: 2}", 3, 1, 2)))
        .isEqualTo("NOT_MET 3.0, 3");
    assertThat(is(judge("quantile: {column: x, q: 0, min: 0}", -0.5, 1.0, 2.0)))
        .isEqualTo("NOT_MET -0.5, -0.5");
  }

  @Test
  void differentValuesAreCountedWithoutNull() {
    assertThat(is(judge("distinct: {column: t, min: 2, max: 2}", "a", "b", "a", null)))
        .isEqualTo("MET 2.0, 2 different");
    assertThat(is(judge("distinct: {column: t, min: 3}", "a", "b", "a")))
        .isEqualTo("NOT_MET 2.0, 2 different");
    assertThat(is(judge("distinct: {column: t, min: 2, max: 2}", "", "a", "", null)))
        .as("the empty text is a value")
        .isEqualTo("MET 2.0, 2 different");
    assertThat(is(judge("distinct: {column: b, max: 1}", true, false)))
        .isEqualTo("NOT_MET 2.0, 2 different");
    assertThat(is(judge("distinct: {column: who, min: 2}", "anna", "bert")))
        .as("personal data are counted")
        .isEqualTo("MET 2.0, 2 different");
    assertThat(
            is(
                judge(
                    "distinct: {column: x, min: 4}",
                    1.0,
                    Double.NaN,
                    Double.NaN,
                    Double.POSITIVE_INFINITY,
                    -0.0)))
        .isEqualTo("MET 4.0, 4 different");
  }

  @Test
  void wideNumbersAreToldApartByAllTheirDigits() {
    Object[] longs = new Object[100];
    Arrays.setAll(longs, i -> (1L << 60) + i);
    assertThat(is(judge("distinct: {column: l, min: 100, max: 100}", longs)))
        .isEqualTo("MET 100.0, 100 different");
    Object[] edge = {(1L << 53) + 1, 1L << 53, (1L << 53) - 1, Long.MAX_VALUE, Long.MIN_VALUE};
    assertThat(judge("distinct: {column: l, min: 5}", edge).observed()).isEqualTo(5);
    Object[] decimals = new Object[100];
    Arrays.setAll(
        decimals,
        i ->
            Decimal.apply(
                new java.math.BigDecimal("123456789012345678901234.%02d".formatted(i)), 38, 2));
    assertThat(judge("distinct: {column: big, min: 100}", decimals).observed()).isEqualTo(100);
  }

  @Test
  void theSumAgreesWithItsControlTotalToTheDigit() {
    assertThat(is(judge("sum: {column: price, equals: 0.30}", price("0.10"), price("0.20"), null)))
        .isEqualTo("MET 0.3, 0.3, which is off by 0");
    assertThat(is(judge("sum: {column: price, equals: 0.31}", price("0.10"), price("0.20"))))
        .isEqualTo("NOT_MET 0.3, 0.3, which is off by -0.01");
    assertThat(judge("sum: {column: price, equals: 0.31, tolerance: 0.01}", price("0.3")).result())
        .isEqualTo(Result.MET);
    assertThat(
            is(
                judge(
                    "sum: {column: l, equals: 18446744073709551613}",
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    -1L)))
        .isEqualTo("MET 1.8446744073709552E19, 18446744073709551613, which is off by 0");
    assertThat(judge("sum: {column: x, equals: 1}", 1e100, 1.0, -1e100).result())
        .isEqualTo(Result.MET);
    assertThat(judge("sum: {column: x, equals: 0.3}", 0.1, 0.2).result())
        .as("binary fractions are no decimal ones")
        .isEqualTo(Result.NOT_MET);
    assertThat(judge("sum: {column: x, equals: 0.3, tolerance: 1e-9}", 0.1, 0.2).result())
        .isEqualTo(Result.MET);
  }

  @Test
  void theNewestTimeIsHeldAgainstTheEndOfTheInterval() {
    // The interval ends with 2013-01-31.
    assertThat(
            is(
                judge(
                    "fresh: {column: at, within: P2D}",
                    micros("2013-01-30T00:00:00Z"),
                    null,
                    micros("2013-01-07T00:00:00Z"))))
        .isEqualTo("MET 172800.0, the newest is 2013-01-30T00:00:00Z");
    assertThat(is(judge("fresh: {column: at, within: P2D}", micros("2013-01-29T23:59:59.500Z"))))
        .isEqualTo("NOT_MET 172800.5, the newest is 2013-01-29T23:59:59.500Z");
    assertThat(judge("fresh: {column: at, within: 2d}", micros("2013-02-03T00:00:00Z")).observed())
        .isEqualTo(-172_800);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mean: {column: i, min: 0}                     | NOT_COMPUTABLE NaN, no row has a value",
        "mean: {column: i, min: 0}, nulls: fail        | NOT_MET NaN, no row has a value",
        "quantile: {column: i, q: 0.5, min: 0}         | NOT_COMPUTABLE NaN, no row has a value",
        "quantile: {column: i, q: 1, min: 0}, nulls: fail | NOT_MET NaN, no row has a value",
        "fresh: {column: at, within: 1d}               | NOT_COMPUTABLE NaN, no row has a value",
        "fresh: {column: at, within: 1d}, nulls: fail  | NOT_MET NaN, no row has a value",
        "distinct: {column: i, max: 3}                 | MET 0.0, 0 different",
        "distinct: {column: i, min: 1}                 | NOT_MET 0.0, 0 different",
        "sum: {column: i, equals: 0}                   | MET 0.0, 0, which is off by 0",
        "sum: {column: i, equals: 7}                   | NOT_MET 0.0, 0, which is off by -7"
      })
  void nullsAloneAndNoRowsAreDecidedAlike(String expectation, String becomes) {
    assertThat(is(judge(expectation, Collections.nCopies(3, null).toArray()))).isEqualTo(becomes);
    assertThat(is(judge(expectation))).isEqualTo(becomes);
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void whatIsNotFiniteLiesInNoRange(double value) {
    for (String expectation :
        List.of(
            "mean: {column: x, max: 10}",
            "quantile: {column: x, q: 0.1, max: 10}",
            "sum: {column: x, equals: 1}")) {
      assertThat(is(judge(expectation, 1.0, value, null)))
          .isEqualTo("NOT_MET NaN, 1 of 2 values are NaN or infinite");
    }
  }

  @Test
  void rowCountsIncludeBothEnds() {
    MeasuredRows count = new MeasuredRows("row_count: {min: 2, max: 3}");
    List<Result> results = new ArrayList<>();
    for (int rows = 1; rows <= 4; rows++) {
      results.add(count.judge(Collections.nCopies(rows, 1), 1).result());
    }
    assertThat(results).containsExactly(Result.NOT_MET, Result.MET, Result.MET, Result.NOT_MET);
    Outcome one = count.judge(List.of(1), 1);
    assertThat(one.describe())
        .isEqualTo("row_count (rows in an interval: at least 2 at most 3): 1 rows");
    assertThat(one.refuses()).isTrue();
    assertThat(is(count.judge(List.of(), 1))).isEqualTo("NOT_MET 0.0, 0 rows");
    assertThat(is(new MeasuredRows("row_count: {max: 3}").judge(List.of(), 1)))
        .isEqualTo("MET 0.0, 0 rows");
  }

  @Test
  void completenessIsTheShareOfRowsThatHaveAValue() {
    MeasuredRows share = new MeasuredRows("completeness: {column: i, min: 0.75, max: 1}");
    assertThat(share.judge(List.of(1, 1, 1, 1), 1, 1).result()).isEqualTo(Result.MET);
    assertThat(share.judge(List.of(1, 1, 1, 1), 1, 2).result()).isEqualTo(Result.NOT_MET);
    Outcome none = share.judge(List.of(), 1, 0);
    assertThat(is(none)).isEqualTo("NOT_COMPUTABLE NaN, there are no rows");
    assertThat(none.refuses()).isFalse();
    assertThat(share.judge(List.of(1, 1, 1, 1), 1, 2).describe())
        .isEqualTo(
            "completeness_i (share of rows that have i: at least 0.75 at most 1.0): a share of"
                + " 0.5000");
  }

  @Test
  void rowsThatWereNotMeasuredAreOurFault() {
    MeasuredRows mean = new MeasuredRows("mean: {column: i, min: 0}");
    assertThatThrownBy(() -> mean.judgeWithout(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "3 rows of interval 2013-01-01/2013-02-01 were written, and 0 of them measured for mean"
                + " of i");
  }
}
