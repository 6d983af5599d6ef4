package io.falaj.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationBinTest {

  @ParameterizedTest
  @CsvSource({"1, 1000, 100000, 10", "2, 997, 13, 10", "3, 7, 100, 10", "4, 400, 2, 4"})
  void binsHoldNeighboursOfEqualMassAndTiesTogether(long seed, int rows, int levels, int count) {
    RandomScores random = RandomScores.of(seed, rows, levels);
    double[] sorted = Arrays.stream(random.probabilities()).sorted().toArray();

    List<CalibrationBin> bins = CalibrationBin.equalMass(random.scores(), count);

    int from = 0;
    for (CalibrationBin bin : bins) {
      int to = from + (int) bin.rows();
      double low = sorted[from];
      double high = sorted[to - 1];
      assertThat(to == rows || sorted[to] > high).as("ties stay together").isTrue();
      assertThat(bin.meanProbability())
          .isEqualTo(Arrays.stream(sorted, from, to).average().orElseThrow(), within(1e-12));
      assertThat(bin.positiveShare()).isEqualTo(positives(random, low, high) / bin.rows());
      double least = Math.round((double) rows * (bins.indexOf(bin) + 1) / count);
      if (bins.size() == count) {
        assertThat((double) to).isGreaterThanOrEqualTo(least);
        double most = Arrays.stream(sorted).filter(p -> p == high).count();
        assertThat((double) to).isLessThan(least + most);
      }
      from = to;
    }
    assertThat(from).as("every row is in a bin").isEqualTo(rows);
    assertThat(bins).hasSizeLessThanOrEqualTo(count);
  }

  private static double positives(RandomScores random, double low, double high) {
    double count = 0;
    for (int i = 0; i < random.rows(); i++) {
      boolean in = random.probabilities()[i] >= low && random.probabilities()[i] <= high;
      count += in ? random.label(i) : 0;
    }
    return count;
  }

  @Test
  void distinctProbabilitiesFillBinsEvenly() {
    double[] ascending = new double[100];
    Arrays.setAll(ascending, i -> i / 100.0);

    List<CalibrationBin> bins =
        CalibrationBin.equalMass(RandomScores.scores(ascending, new double[0]), 10);

    assertThat(bins).hasSize(10).allMatch(bin -> bin.rows() == 10);
    assertThat(bins.get(9).meanProbability()).isEqualTo(0.945, within(1e-12));
  }

  @Test
  void equalProbabilitiesAreOneBinAtExactlyThatProbability() {
    double[] many = new double[1_000_003];
    Arrays.fill(many, 0.1);

    List<CalibrationBin> bins =
        CalibrationBin.equalMass(RandomScores.scores(many, new double[] {0.1}), 10);

    assertThat(bins).containsExactly(new CalibrationBin(1_000_004, 0.1, 1_000_003 / 1_000_004.0));
  }
}
