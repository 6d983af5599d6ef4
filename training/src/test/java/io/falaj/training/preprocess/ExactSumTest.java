package io.falaj.training.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Test
  void isTheSumOfArbitraryPrecision() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      ExactSum sum = new ExactSum();
      BigDecimal exact = BigDecimal.ZERO;
      for (int i = 0; i < 200; i++) {
        double value = finite(random);
        sum.add(value);
        exact = exact.add(new BigDecimal(value));
      }
      assertThat(sum.exact()).isEqualByComparingTo(exact);
      assertThat(sum.over(7))
          .isEqualTo(exact.divide(BigDecimal.valueOf(7), MathContext.DECIMAL128).doubleValue());
    }
  }

  private static double finite(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 1;
  }

  @Test
  void partsAddUpToTheWhole() {
    Random random = new Random(2);
    ExactSum whole = new ExactSum();
    ExactSum[] parts = {new ExactSum(), new ExactSum(), new ExactSum()};
    for (int i = 0; i < 3000; i++) {
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      whole.add(value);
      parts[random.nextInt(3)].add(value);
    }
    parts[2].add(parts[0]);
    parts[2].add(parts[1]);

    assertThat(parts[2].exact()).isEqualByComparingTo(whole.exact());
  }

  @Test
  void reachesFromTheLeastToTheGreatestDouble() {
    ExactSum sum = new ExactSum();
    sum.add(Double.MAX_VALUE);
    sum.add(Double.MAX_VALUE);
    sum.add(Double.MIN_VALUE);
    sum.add(-Double.MAX_VALUE);
    sum.add(-Double.MAX_VALUE);
    sum.add(-0.0);

    assertThat(sum.over(1)).isEqualTo(Double.MIN_VALUE);
    assertThat(new ExactSum().over(3)).isEqualTo(0.0);
  }
}
