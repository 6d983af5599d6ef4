package io.falaj.training.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueBinsTest {

  private static ValueBins bins(double... values) {
    ValueBins bins = new ValueBins();
    Arrays.stream(values).forEach(value -> bins.add(value, 1));
    return bins;
  }

  @Test
  void theLowerMedianOfWholeNumbersIsExact() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      double[] values =
          random.ints(1 + random.nextInt(900), -4096, 4097).asDoubleStream().toArray();
      double[] sorted = values.clone();
      Arrays.sort(sorted);

      assertThat(bins(values).median(values.length)).isEqualTo(sorted[(values.length - 1) / 2]);
    }
  }

  @Test
  void theMedianOfOthersIsOffByLessThanOnePartIn4096() {
    Random random = new Random(4);
    for (int round = 0; round < 20; round++) {
      double[] values =
          random.doubles(2001).map(u -> (u - 0.4) * Math.pow(10, random.nextInt(9) - 4)).toArray();
      double[] sorted = values.clone();
      Arrays.sort(sorted);

      assertThat(bins(values).median(values.length))
          .isCloseTo(sorted[1000], withinPercentage(100.0 / 4096));
    }
  }

  @Test
  void neitherOrderNorPartsMatter() {
    Random random = new Random(5);
    double[] values = random.doubles(5000, -50, 50).toArray();
    double[] backwards = new double[values.length];
    Arrays.setAll(backwards, i -> values[values.length - 1 - i]);
    ValueBins merged = bins(Arrays.copyOfRange(values, 1000, 5000));
    merged.add(bins(Arrays.copyOfRange(values, 0, 1000)));

    double median = bins(values).median(5000);
    assertThat(bins(backwards).median(5000)).isEqualTo(median);
    assertThat(merged.median(5000)).isEqualTo(median);
  }

  @Test
  void zeroHasOneSign() {
    assertThat(Double.doubleToRawLongBits(bins(-0.0, 0.0).median(2))).isZero();
    assertThat(Double.doubleToRawLongBits(bins(0.0, -0.0).median(2))).isZero();
  }
}
