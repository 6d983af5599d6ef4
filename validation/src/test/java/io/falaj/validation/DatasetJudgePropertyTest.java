package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.falaj.validation.Outcome.Result;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is observed, against what a second look at every value gives. */
class DatasetJudgePropertyTest {

  private static final int ROUNDS = 30;

  /** Numbers of very different sizes, some of them null. */
  private static List<@Nullable Object> doubles(Random random, int most) {
    List<@Nullable Object> values = new ArrayList<>();
    int count = random.nextInt(most);
    for (int i = 0; i < count; i++) {
      values.add(
          random.nextInt(10) == 0
              ? null
              : random.nextGaussian() * Math.pow(10, random.nextInt(30) - 10));
    }
    return values;
  }

  private static List<Double> present(List<@Nullable Object> values) {
    return values.stream().filter(Objects::nonNull).map(Double.class::cast).sorted().toList();
  }

  private static BigDecimal exact(List<Double> values) {
    return values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void sumsAndMeansAreExactHoweverRowsAreDivided() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      List<@Nullable Object> values = doubles(random, 2000);
      List<Double> present = present(values);
      BigDecimal exact = exact(present);
      int partitions = 1 + random.nextInt(6);
      MeasuredRows sum =
          new MeasuredRows("sum: {column: x, equals: '%s'}".formatted(exact.toString()));
      assertThat(sum.judge(values, partitions).result()).as("seed %d", seed).isEqualTo(Result.MET);
      assertThat(sum.judge(values, partitions).observed()).isEqualTo(exact.doubleValue());
      if (!present.isEmpty()) {
        assertThat(
                new MeasuredRows("mean: {column: x, max: 0}").judge(values, partitions).observed())
            .isEqualTo(
                exact
                    .divide(BigDecimal.valueOf(present.size()), MathContext.DECIMAL128)
                    .doubleValue());
      }
    }
  }

  @Test
  void sumsOfWholeNumbersAndDecimalsAreExactBeyondALong() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      List<@Nullable Object> longs = new ArrayList<>();
      List<@Nullable Object> decimals = new ArrayList<>();
      BigDecimal ofLongs = BigDecimal.ZERO;
      BigDecimal ofDecimals = BigDecimal.ZERO;
      for (int i = random.nextInt(500); i > 0; i--) {
        long value = random.nextLong() >>> random.nextInt(3);
        longs.add(value);
        ofLongs = ofLongs.add(BigDecimal.valueOf(value));
        BigDecimal price = new BigDecimal(new java.math.BigInteger(110, random), 2);
        decimals.add(Decimal.apply(price, 38, 2));
        ofDecimals = ofDecimals.add(price);
      }
      int partitions = 1 + random.nextInt(4);
      assertThat(
              new MeasuredRows("sum: {column: l, equals: %s}".formatted(ofLongs))
                  .judge(longs, partitions)
                  .result())
          .as("seed %d", seed)
          .isEqualTo(Result.MET);
      assertThat(
              new MeasuredRows(
                      "sum: {column: big, equals: %s}".formatted(ofDecimals.toPlainString()))
                  .judge(decimals, partitions)
                  .result())
          .as("seed %d", seed)
          .isEqualTo(Result.MET);
    }
  }

  @Test
  void quantilesAreExactOfFewNumbersAndWithinTheirRankOfMany() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      boolean few = seed % 2 == 0;
      List<@Nullable Object> values = doubles(random, few ? 300 : 20_000);
      List<Double> sorted = present(values);
      if (sorted.isEmpty()) {
        continue;
      }
      double share = random.nextInt(101) / 100.0;
      Outcome outcome =
          new MeasuredRows("quantile: {column: x, q: %s, max: 1e300}".formatted(share))
              .judge(values, 1 + random.nextInt(4));
      int rank =
          Math.max(
              1,
              new BigDecimal(Double.toString(share))
                  .multiply(BigDecimal.valueOf(sorted.size()))
                  .setScale(0, java.math.RoundingMode.CEILING)
                  .intValue());
      if (few) {
        assertThat(outcome.observed()).as("seed %d", seed).isEqualTo(sorted.get(rank - 1));
      } else {
        double at =
            sorted.stream().filter(value -> value <= outcome.observed()).count()
                / (double) sorted.size();
        // Twice the error that 99 of 100 keep to: random bits must not fail a build.
        assertThat(at).as("seed %d", seed).isCloseTo(share, within(2 * 0.0082 + 1e-3));
      }
    }
  }

  @Test
  void aQuantileThatMeetsItsBoundIsNotRefusedForTheSketchsError() {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      values.add((double) (i * 7919L % 50_000));
    }
    // The exact median is 24,999: the bound is just met.
    MeasuredRows median = new MeasuredRows("quantile: {column: x, q: 0.5, min: 24999, max: 24999}");
    for (int again = 0; again < 10; again++) {
      assertThat(median.judge(values, 1 + again % 3).result()).isEqualTo(Result.MET);
    }
    MeasuredRows high = new MeasuredRows("quantile: {column: x, q: 0.5, min: 27000}");
    assertThat(high.judge(values, 2).result()).isEqualTo(Result.NOT_MET);
  }

  @Test
  void differentValuesAreWithinTheirBoundAndTheSameHoweverRowsAreDivided() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      int different = 1 + random.nextInt(seed % 2 == 0 ? 200 : 20_000);
      List<@Nullable Object> values = new ArrayList<>();
      HashSet<Object> exact = new HashSet<>();
      for (int i = random.nextInt(30_000); i > 0; i--) {
        String value = "v" + random.nextInt(different);
        values.add(value);
        exact.add(value);
      }
      MeasuredRows distinct = new MeasuredRows("distinct: {column: t, min: 1}");
      double observed = distinct.judge(values, 1).observed();
      // Four standard errors; small numbers are exact.
      double bound = exact.size() <= 200 ? 0 : 0.016 * 4 * exact.size();
      assertThat(observed).as("seed %d", seed).isCloseTo(exact.size(), within(bound));
      assertThat(distinct.judge(values, 2 + random.nextInt(5)).observed())
          .as("seed %d", seed)
          .isEqualTo(observed);
    }
  }
}
