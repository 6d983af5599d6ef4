package io.falaj.validation.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Floating point sums against decimals of any length. */
final class ColumnSumTest {

  private static final double[] EDGES = {
    0.0,
    -0.0,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Math.nextDown(Double.MIN_NORMAL),
    Math.ulp(1.0),
    0x1p32,
    -0x1.fffffp31,
    1e300,
    0.1
  };

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1_023, 1_024, 1_025, 9_000})
  void isTheSumOfDecimalsHoweverFarTheNumbersAreApart(int count) {
    Random random = new Random(count);
    List<Double> values = new ArrayList<>();
    while (values.size() < count) {
      double any = Double.longBitsToDouble(random.nextLong());
      double near = random.nextGaussian() * 100;
      double edge = EDGES[random.nextInt(EDGES.length)];
      double value = List.of(any, near, edge).get(random.nextInt(3));
      if (Double.isFinite(value)) {
        values.add(value);
      }
    }
    BigDecimal exact =
        values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

    assertThat(total(values)).isEqualByComparingTo(exact);
    Collections.shuffle(values, random);
    assertThat(total(values)).isEqualTo(total(values.stream().sorted().toList()));
  }

  @Test
  void manyOfTheLargestOverflowNoDigitAndCancelOut() {
    List<Double> values = new ArrayList<>(Collections.nCopies(5_000, Double.MAX_VALUE));
    assertThat(total(values))
        .isEqualTo(new BigDecimal(Double.MAX_VALUE).multiply(BigDecimal.valueOf(5_000)));
    values.addAll(Collections.nCopies(5_000, -Double.MAX_VALUE));
    assertThat(total(values)).isEqualTo(BigDecimal.ZERO);
  }

  private static BigDecimal total(List<Double> values) {
    ColumnSum sum = ColumnSum.of(DataTypes.DoubleType);
    values.forEach(value -> sum.add(InternalRow.empty(), 0, value));
    return sum.total();
  }
}
