package io.falaj.features.pit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.Aggregate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values come and go at random; after each step the aggregate is that of what is there. */
class AccumulatorTest {

  private static final MathContext PRECISE = new MathContext(200);
  private static final DecimalType SUM = new DecimalType(19, 2);

  static void slide(
      long seed,
      Accumulator accumulator,
      Function<Random, Object> values,
      Function<List<Object>, @Nullable Object> expected) {
    Random random = new Random(seed);
    List<Object> there = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      if (random.nextInt(100) == 0) {
        accumulator.clear();
        there.clear();
      } else if (there.isEmpty() || random.nextInt(9) < 5) {
        Object value = values.apply(random);
        accumulator.add(value);
        there.add(value);
      } else {
        accumulator.remove(there.remove(random.nextInt(there.size())));
      }
      assertThat(accumulator.value()).isEqualTo(expected.apply(there));
    }
  }

  private static Object number(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> Double.NaN;
      case 1 -> Double.NEGATIVE_INFINITY;
      case 2 -> -0.0;
      case 3 -> 0.0;
      case 4 -> random.nextGaussian() * 1e15;
      default -> random.nextInt(20) / 10.0 - 1;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theLeastAndTheGreatest(long seed) {
    ColumnType doubles = new ColumnType(DataTypes.DoubleType);
    slide(
        seed,
        new Extreme(Aggregate.MIN, doubles),
        AccumulatorTest::number,
        there -> least(there, (a, b) -> ((Double) a).compareTo((Double) b)));
    slide(
        seed,
        new Extreme(Aggregate.MAX, doubles),
        AccumulatorTest::number,
        there -> least(there, (a, b) -> ((Double) b).compareTo((Double) a)));
    slide(
        seed,
        new Extreme(Aggregate.MAX, new ColumnType(DataTypes.StringType)),
        random -> UTF8String.fromString("é" + random.nextInt(30)),
        there -> least(there, Comparator.comparing(Object::toString).reversed()));
  }

  private static @Nullable Object least(List<Object> values, Comparator<Object> order) {
    return values.stream().min(order).orElse(null);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void totalsOfFloatingPointNumbers(long seed) {
    for (boolean wild : new boolean[] {false, true}) {
      Function<Random, Object> values =
          wild ? AccumulatorTest::number : random -> random.nextGaussian() * 1e9;
      slide(seed, new FloatingTotal(Aggregate.SUM), values, there -> rounded(there, 1));
      slide(seed, new FloatingTotal(Aggregate.MEAN), values, there -> rounded(there, there.size()));
    }
    slide(
        seed,
        new FloatingTotal(Aggregate.SUM),
        random -> (float) random.nextGaussian(),
        there -> rounded(there, 1));
  }

  private static @Nullable Object rounded(List<Object> values, int divisor) {
    if (values.isEmpty()) {
      return null;
    }
    double plain = values.stream().mapToDouble(v -> ((Number) v).doubleValue()).sum();
    if (!Double.isFinite(plain)) {
      return plain;
    }
    return values.stream()
            .map(v -> new BigDecimal(((Number) v).doubleValue()))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(BigDecimal.valueOf(divisor), PRECISE)
            .doubleValue()
        + 0.0;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void totalsOfDecimals(long seed) {
    Function<Random, Object> values =
        random -> Decimal.apply(BigDecimal.valueOf(random.nextInt(2_000_000) - 1_000_000, 2), 9, 2);
    slide(
        seed,
        new DecimalTotal(Aggregate.SUM, SUM),
        values,
        there -> there.isEmpty() ? null : Decimal.apply(exact(there), 19, 2));
    slide(
        seed,
        new DecimalTotal(Aggregate.MEAN, SUM),
        values,
        there ->
            there.isEmpty()
                ? null
                : exact(there).divide(BigDecimal.valueOf(there.size()), PRECISE).doubleValue());
  }

  private static BigDecimal exact(List<Object> decimals) {
    return decimals.stream().map(ColumnType::exact).reduce(new BigDecimal("0.00"), BigDecimal::add);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void howManyDifferentValuesThereAre(long seed) {
    slide(
        seed,
        new DistinctCount(),
        random ->
            switch (random.nextInt(4)) {
              case 0 -> -0.0;
              case 1 -> Double.NaN;
              default -> (double) random.nextInt(3);
            },
        there -> there.stream().map(v -> (Double) v + 0.0).distinct().count());
    slide(
        seed,
        new DistinctCount(),
        random -> new byte[] {(byte) random.nextInt(4)},
        there -> there.stream().map(v -> ((byte[]) v)[0]).distinct().count());
  }

  @Test
  void aSumOfDecimalsThatDoesNotFit() {
    DecimalTotal total = new DecimalTotal(Aggregate.SUM, new DecimalType(38, 2));
    Decimal most = Decimal.apply(new BigDecimal("9".repeat(36) + ".99"), 38, 2);
    total.add(most);
    assertThat(total.value()).isEqualTo(most);
    total.add(Decimal.apply(new BigDecimal("0.01"), 38, 2));
    assertThatThrownBy(total::value)
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("a sum of decimals does not fit DECIMAL(38,2)");
    total.remove(most);
    assertThat(total.value()).isEqualTo(Decimal.apply(new BigDecimal("0.01"), 38, 2));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void totalsOfWholeNumbers(long seed) {
    Function<Random, Object> any =
        random ->
            switch (random.nextInt(4)) {
              case 0 -> Long.MAX_VALUE;
              case 1 -> Long.MIN_VALUE;
              case 2 -> random.nextLong();
              default -> (long) random.nextInt(10);
            };
    slide(
        seed,
        new WholeTotal(Aggregate.MEAN),
        any,
        there ->
            there.isEmpty()
                ? null
                : new BigDecimal(whole(there))
                    .divide(BigDecimal.valueOf(there.size()), PRECISE)
                    .doubleValue());
    slide(
        seed,
        new WholeTotal(Aggregate.SUM),
        random -> random.nextLong() >> 10,
        there -> there.isEmpty() ? null : whole(there).longValueExact());
    slide(
        seed,
        new WholeTotal(Aggregate.SUM),
        Random::nextBoolean,
        there -> there.isEmpty() ? null : there.stream().filter(Boolean.TRUE::equals).count());
  }

  private static BigInteger whole(List<Object> values) {
    return values.stream()
        .map(v -> BigInteger.valueOf((Long) v))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  @Test
  void aSumOfWholeNumbersFitsAgainOnceTheOverflowIsGone() {
    WholeTotal total = new WholeTotal(Aggregate.SUM);
    total.add(Long.MAX_VALUE);
    total.add(1L);
    assertThatThrownBy(total::value)
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("a sum of whole numbers does not fit a bigint");
    total.remove(Long.MAX_VALUE);
    assertThat(total.value()).isEqualTo(1L);
  }
}
