package io.falaj.lineage.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumTest {

  private static final MathContext PRECISE = new MathContext(1200);

  private static ExactSum sum(double... terms) {
    ExactSum sum = new ExactSum();
    Arrays.stream(terms).forEach(sum::add);
    return sum;
  }

  private static BigDecimal exact(List<Double> terms) {
    return terms.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void ofNothingIsZero() {
    assertThat(sum().rounded()).isEqualTo(0.0);
  }

  @Test
  void cancellationLosesNothing() {
    assertThat(sum(1e100, 1.0, -1e100).rounded()).isEqualTo(1.0);
    assertThat(sum(0.1, 0.2, 0.3, -0.6).rounded())
        .isEqualTo(exact(List.of(0.1, 0.2, 0.3, -0.6)).doubleValue());
  }

  @Test
  void orderDoesNotMatter() {
    assertThat(sum(1e16, 1.5, -1e16, 0.25).rounded())
        .isEqualTo(sum(0.25, -1e16, 1e16, 1.5).rounded())
        .isEqualTo(1.75);
  }

  @Test
  void roundsHalfToEven() {
    double ulp = Math.ulp(1.0);
    assertThat(sum(1.0, ulp / 2).rounded()).isEqualTo(1.0);
    assertThat(sum(1.0 + ulp, ulp / 2).rounded()).isEqualTo(1.0 + 2 * ulp);
    assertThat(sum(1.0, ulp / 2, Double.MIN_VALUE).rounded()).isEqualTo(1.0 + ulp);
    assertThat(sum(1.0 + ulp, ulp / 2, -Double.MIN_VALUE).rounded()).isEqualTo(1.0 + ulp);
  }

  @Test
  void reachesFromTheLeastToTheGreatestDouble() {
    assertThat(sum(Double.MIN_VALUE, Double.MIN_VALUE).rounded()).isEqualTo(2 * Double.MIN_VALUE);
    assertThat(sum(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE).rounded())
        .isEqualTo(Double.MIN_VALUE);
    assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE).rounded())
        .isEqualTo(Double.MAX_VALUE);
    assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE).rounded())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(sum(Double.MIN_VALUE).mean(2)).isEqualTo(0.0);
    assertThat(sum(3 * Double.MIN_VALUE).mean(2)).isEqualTo(2 * Double.MIN_VALUE);
  }

  @Test
  void wholeNumbersBeyondALongAreExactToo() {
    ExactSum sum = new ExactSum();
    double large = (double) (1L << 51) + 1;
    for (int i = 0; i < 5000; i++) {
      sum.add(large);
    }
    BigDecimal exact = new BigDecimal(large).multiply(BigDecimal.valueOf(5000));
    assertThat(sum.rounded()).isEqualTo(exact.doubleValue());
    for (int i = 0; i < 4999; i++) {
      sum.subtract(large);
    }
    assertThat(sum.rounded()).isEqualTo(large);
  }

  @Test
  void valuesThatAreNotFiniteComeAndGo() {
    ExactSum sum = sum(1.0, Double.POSITIVE_INFINITY);
    assertThat(sum.rounded()).isEqualTo(Double.POSITIVE_INFINITY);
    sum.add(Double.NEGATIVE_INFINITY);
    assertThat(sum.mean(3)).isNaN();
    sum.subtract(Double.POSITIVE_INFINITY);
    assertThat(sum.rounded()).isEqualTo(Double.NEGATIVE_INFINITY);
    sum.subtract(Double.NEGATIVE_INFINITY);
    sum.add(Double.NaN);
    assertThat(sum.rounded()).isNaN();
    sum.subtract(Double.NaN);
    assertThat(sum.rounded()).isEqualTo(1.0);
  }

  @Test
  void whatIsNotFiniteHasNoTotal() {
    assertThatThrownBy(sum(1.5, Double.NEGATIVE_INFINITY)::total)
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the sum is -Infinity");
    ExactSum both = sum(1.5);
    both.add(sum(Double.NaN));
    assertThat(both.rounded()).isNaN();
  }

  @Test
  void hasNoMoreDecimalPlacesThanItNeeds() {
    assertThat(sum().total()).isEqualTo(BigDecimal.ZERO);
    assertThat(sum(0.25, 0.25).total()).isEqualTo(new BigDecimal("0.5"));
    assertThat(sum(0.5, -0.5).total()).isEqualTo(BigDecimal.ZERO);
    assertThat(sum(1e20).total()).isEqualTo(new BigDecimal("100000000000000000000"));
    assertThat(sum(-1.5, 0.5).total()).isEqualTo(new BigDecimal("-1"));
    assertThat(sum(Double.MIN_VALUE).total()).isEqualTo(new BigDecimal(Double.MIN_VALUE));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void partsAddUpToTheWhole(long seed) {
    Random random = new Random(seed);
    List<Double> terms = new ArrayList<>();
    ExactSum whole = new ExactSum();
    ExactSum[] parts = {new ExactSum(), new ExactSum(), new ExactSum()};
    for (int i = 0; i < 3000; i++) {
      // Of some seeds whole numbers alone, which one long holds no more.
      double term = seed % 2 == 0 ? term(random) : Math.rint(random.nextDouble() * (1L << 52));
      terms.add(term);
      whole.add(term);
      parts[random.nextInt(3)].add(term);
    }
    parts[2].add(parts[0]);
    parts[2].add(parts[1]);

    assertThat(parts[2].total()).isEqualTo(whole.total()).isEqualByComparingTo(exact(terms));
    terms.forEach(parts[2]::subtract);
    assertThat(parts[2].rounded()).isEqualTo(0.0);
  }

  @Test
  void addedToItselfItDoubles() {
    // Each time as many terms more: no carry may be lost on the way.
    ExactSum sum = sum(0.1, Double.MAX_VALUE, -Double.MAX_VALUE, -1e-300);
    BigDecimal exact = sum.total();
    for (int i = 0; i < 60; i++) {
      ExactSum same = new ExactSum();
      same.add(sum);
      sum.add(same);
      exact = exact.add(exact);
    }
    assertThat(sum.total()).isEqualTo(exact.stripTrailingZeros().setScale(sum.total().scale()));
  }

  @Test
  void clearedItIsAsNew() {
    ExactSum sum = sum(0.1, 1e300, -7.25, Double.NaN);
    sum.clear();
    sum.add(2.5);
    assertThat(sum.rounded()).isEqualTo(2.5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void slidingWindowsAreRoundedExactly(long seed) {
    Random random = new Random(seed);
    List<Double> terms = new ArrayList<>();
    ExactSum sum = new ExactSum();
    for (int step = 0; step < 400; step++) {
      if (terms.size() < 3 || random.nextInt(5) < 3) {
        double term = term(random);
        terms.add(term);
        sum.add(term);
      } else {
        sum.subtract(terms.remove(random.nextInt(terms.size())));
      }
      BigDecimal exact = exact(terms);
      assertThat(sum.rounded()).isEqualTo(exact.doubleValue() + 0.0);
      assertThat(sum.mean(7))
          .isEqualTo(exact.divide(BigDecimal.valueOf(7), PRECISE).doubleValue() + 0.0);
    }
  }

  private static double term(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextInt(2000) - 1000;
      case 1 -> random.nextGaussian() * Math.pow(2, random.nextInt(120) - 60);
      case 2 -> Double.longBitsToDouble(random.nextLong() & 0x800F_FFFF_FFFF_FFFFL);
      case 3 -> (random.nextBoolean() ? 1 : -1) * Math.scalb(1.0, random.nextInt(1900) - 1000);
      default -> random.nextInt(100) / 10.0;
    };
  }

  @Test
  void agreesWithAPlainSumWhereThatIsExact() {
    double[] quarters = DoubleStream.iterate(0.25, x -> x + 0.25).limit(1000).toArray();
    assertThat(sum(quarters).rounded()).isEqualTo(DoubleStream.of(quarters).sum());
  }
}
