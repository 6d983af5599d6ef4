package io.falaj.features.pit;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.features.Aggregate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variances of windows that slide, to the bit. */
class SpreadTest {

  private static final MathContext PRECISE = new MathContext(2500);

  private static @Nullable Double variance(List<Object> values) {
    if (values.size() < 2) {
      return null;
    }
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (Object value : values) {
      if (value instanceof Double number && !Double.isFinite(number)) {
        return Double.NaN;
      }
      BigDecimal exact = decimal(value);
      sum = sum.add(exact);
      squares = squares.add(exact.pow(2));
    }
    BigDecimal count = BigDecimal.valueOf(values.size());
    return squares
        .multiply(count)
        .subtract(sum.pow(2))
        .divide(count.multiply(count.subtract(BigDecimal.ONE)), PRECISE)
        .doubleValue();
  }

  private static BigDecimal decimal(Object value) {
    if (value instanceof Decimal number) {
      return number.toJavaBigDecimal();
    }
    return value instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(((Number) value).doubleValue());
  }

  private static Object number(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> random.nextInt(40) == 0 ? Double.NaN : 1e9 + random.nextInt(3);
      case 1 -> random.nextInt(40) == 0 ? Double.NEGATIVE_INFINITY : -0.0;
      case 2 -> Double.MIN_VALUE * random.nextInt(5);
      case 3 -> Double.MAX_VALUE / (1 + random.nextInt(5));
      case 4 -> Math.scalb(random.nextGaussian(), random.nextInt(2000) - 1000);
      default -> random.nextInt(1000) / 10.0 - 50;
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areExact(long seed) {
    List<Function<Random, Object>> kinds =
        List.of(
            SpreadTest::number,
            random -> 1e15 + random.nextInt(4) / 8.0,
            random -> (float) random.nextGaussian(),
            random -> random.nextInt(9),
            random -> random.nextInt(4) == 0 ? random.nextLong() : Long.MIN_VALUE,
            random -> Decimal.apply(BigDecimal.valueOf(random.nextInt(99_999), 2), 9, 2));
    for (Function<Random, Object> values : kinds) {
      AccumulatorTest.slide(seed, new Spread(Aggregate.VARIANCE), values, SpreadTest::variance);
      AccumulatorTest.slide(
          seed,
          new Spread(Aggregate.STDDEV),
          values,
          there -> {
            Double variance = variance(there);
            return variance == null ? null : Math.sqrt(variance);
          });
    }
  }

  @Test
  void thatOfOneNumberIsUnknownAndThatOfEqualOnesZero() {
    Spread spread = new Spread(Aggregate.VARIANCE);
    assertThat(spread.value()).isNull();
    spread.add(0.1);
    assertThat(spread.value()).isNull();
    spread.add(0.1);
    assertThat(spread.value()).isEqualTo(0.0);
    spread.add(0.4);
    // Of 0.1, 0.1 and 0.4: 0.03, but for what doubles are of them.
    assertThat((Double) spread.value()).isCloseTo(0.03, org.assertj.core.data.Offset.offset(1e-17));
  }
}
