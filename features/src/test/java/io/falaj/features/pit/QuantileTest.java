package io.falaj.features.pit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantiles of windows that slide, and the numbers in order that they are taken from. */
class QuantileTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.25, 0.5, 0.9, 1})
  void liesBetweenTheTwoNearest(double q) {
    AccumulatorTest.slide(
        (long) (q * 100),
        new Quantile(q),
        random ->
            switch (random.nextInt(9)) {
              case 0 -> Double.NaN;
              case 1 -> Double.POSITIVE_INFINITY;
              case 2 -> -0.0;
              default -> random.nextInt(50) / 4.0;
            },
        there -> quantile(there, q));
  }

  private static @Nullable Double quantile(List<Object> values, double q) {
    if (values.isEmpty()) {
      return null;
    }
    List<Double> sorted =
        values.stream().map(v -> (Double) v).sorted(Comparator.naturalOrder()).toList();
    double place = q * (sorted.size() - 1);
    double share = place - Math.floor(place);
    double low = sorted.get((int) place);
    double high = share == 0 ? low : sorted.get((int) place + 1);
    return low == high ? low : (1 - share) * low + share * high;
  }

  @Test
  void byHand() {
    Quantile median = new Quantile(0.5);
    assertThat(median.value()).isNull();
    median.add(4);
    assertThat(median.value()).isEqualTo(4.0);
    median.add(1L);
    assertThat(median.value()).isEqualTo(2.5);
    median.add(Double.POSITIVE_INFINITY);
    assertThat(median.value()).isEqualTo(4.0);
    median.remove(1L);
    assertThat(median.value()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void manyNumbersComeAndGo(long seed) {
    Random random = new Random(seed);
    SortedNumbers numbers = new SortedNumbers();
    double[] there = new double[20_000];
    for (int i = 0; i < there.length; i++) {
      // In order, or all over, or few different ones.
      there[i] = seed == 1 ? i : seed == 2 ? random.nextGaussian() : random.nextInt(9);
      numbers.add(there[i]);
    }
    isSorted(numbers, there);
    for (int i = 0; i < 15_000; i++) {
      numbers.remove(there[i]);
    }
    isSorted(numbers, Arrays.copyOfRange(there, 15_000, there.length));
    for (int i = 15_000; i < there.length; i++) {
      numbers.remove(there[i]);
    }
    assertThat(numbers.size()).isZero();
    numbers.add(7);
    isSorted(numbers, 7);
    assertThatThrownBy(() -> numbers.at(1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("no number at 1 of 1");
  }

  private static void isSorted(SortedNumbers numbers, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] found = new double[numbers.size()];
    Arrays.setAll(found, numbers::at);
    assertThat(found).isEqualTo(sorted);
  }
}
