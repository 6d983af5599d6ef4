package io.falaj.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankMetricsTest {

  @ParameterizedTest
  @CsvSource({"1, 2, 2", "2, 30, 3", "3, 200, 7", "4, 300, 100000", "5, 400, 40", "6, 5, 2"})
  void bothAreasAreThoseOfTheirDefinitions(long seed, int rows, int levels) {
    RandomScores random = RandomScores.of(seed, rows, levels);

    assertThat(RankMetrics.rocAuc(random.scores())).isEqualTo(pairsWon(random), within(1e-12));
    assertThat(RankMetrics.prAuc(random.scores()))
        .isEqualTo(averagePrecision(random), within(1e-12));
  }

  /** Every positive against every negative. */
  private static double pairsWon(RandomScores random) {
    double won = 0;
    double pairs = 0;
    for (int i = 0; i < random.rows(); i++) {
      for (int j = 0; j < random.rows(); j++) {
        if (random.labels()[i] && !random.labels()[j]) {
          pairs++;
          won += Math.signum(random.probabilities()[i] - random.probabilities()[j]) / 2 + 0.5;
        }
      }
    }
    return won / pairs;
  }

  /** Precision at every distinct threshold, weighted with the recall that it adds. */
  private static double averagePrecision(RandomScores random) {
    double area = 0;
    double recall = 0;
    double[] thresholds = Arrays.stream(random.probabilities()).distinct().sorted().toArray();
    for (int t = thresholds.length - 1; t >= 0; t--) {
      double caught = 0;
      double predicted = 0;
      double positives = 0;
      for (int i = 0; i < random.rows(); i++) {
        positives += random.label(i);
        if (random.probabilities()[i] >= thresholds[t]) {
          predicted++;
          caught += random.label(i);
        }
      }
      area += (caught / positives - recall) * caught / predicted;
      recall = caught / positives;
    }
    return area;
  }

  @Test
  void separatedLabelsGiveOneAndTheReverseZero() {
    double[] low = {0, 0.1, 0.2};
    double[] high = {0.7, 1};

    assertThat(RankMetrics.rocAuc(RandomScores.scores(high, low))).isEqualTo(1);
    assertThat(RankMetrics.prAuc(RandomScores.scores(high, low))).isEqualTo(1);
    assertThat(RankMetrics.rocAuc(RandomScores.scores(low, high))).isEqualTo(0);
  }

  @Test
  void equalScoresGiveOneHalfAndTheShareOfPositives() {
    LabelledScores equal = RandomScores.scores(new double[] {0.3}, new double[] {0.3, 0.3, 0.3});

    assertThat(RankMetrics.rocAuc(equal)).isEqualTo(0.5);
    assertThat(RankMetrics.prAuc(equal)).isEqualTo(0.25);
  }

  @Test
  void whatOneLabelAloneDoesNotDefineIsNoNumber() {
    LabelledScores positives = RandomScores.scores(new double[] {0.2, 0.9}, new double[0]);
    LabelledScores negatives = RandomScores.scores(new double[0], new double[] {0.2, 0.9});
    LabelledScores none = RandomScores.scores(new double[0], new double[0]);

    assertThat(RankMetrics.rocAuc(positives)).isNaN();
    assertThat(RankMetrics.prAuc(positives)).isEqualTo(1);
    assertThat(RankMetrics.rocAuc(negatives)).isNaN();
    assertThat(RankMetrics.prAuc(negatives)).isNaN();
    assertThat(RankMetrics.rocAuc(none)).isNaN();
    assertThat(RankMetrics.prAuc(none)).isNaN();
  }
}
