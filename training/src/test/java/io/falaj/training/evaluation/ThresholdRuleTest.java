package io.falaj.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ThresholdRuleTest {

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0.25", "3, 0.5", "4, 1", "5, 0.3333"})
  void confusionCountsRowsAtTheThresholdAndAboveAsPredictedTrue(long seed, double threshold) {
    RandomScores random = RandomScores.of(seed, 300, 9);
    long[] counts = new long[4];
    for (int i = 0; i < random.rows(); i++) {
      boolean predicted = random.probabilities()[i] >= threshold;
      counts[(predicted ? 2 : 0) + (random.labels()[i] ? 1 : 0)]++;
    }

    Confusion confusion = Confusion.at(threshold, random.scores());

    assertThat(confusion)
        .isEqualTo(new Confusion(threshold, counts[3], counts[2], counts[0], counts[1]));
    double precision = confusion.precision();
    double recall = confusion.recall();
    assertThat(confusion.f1())
        .isEqualTo(2 * precision * recall / (precision + recall), within(1e-12));
  }

  @Test
  void nothingPredictedOrNothingTrueHasNoPrecisionOrRecallAndNoF1() {
    Confusion none = Confusion.at(0.9, RandomScores.scores(new double[0], new double[] {0.1}));

    assertThat(none.precision()).isNaN();
    assertThat(none.recall()).isNaN();
    assertThat(none.f1()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 9", "2, 100000", "3, 2", "4, 30"})
  void maxF1IsTheBestOfAllThresholds(long seed, int levels) {
    LabelledScores scores = RandomScores.of(seed, 200, levels).scores();
    double best =
        Arrays.stream(scores.all())
            .map(threshold -> Confusion.at(threshold, scores).f1())
            .max()
            .orElseThrow();

    double chosen = ThresholdRule.MAX_F1.choose(scores);

    assertThat(Confusion.at(chosen, scores).f1()).isEqualTo(best);
  }

  @ParameterizedTest
  @CsvSource({"1, 9", "2, 100000", "3, 2"})
  void matchRatePredictsAsManyAsThereAreAndNoMoreThanTiesForce(long seed, int levels) {
    LabelledScores scores = RandomScores.of(seed, 200, levels).scores();

    double chosen = ThresholdRule.MATCH_RATE.choose(scores);

    long predicted = Arrays.stream(scores.all()).filter(p -> p >= chosen).count();
    long above = Arrays.stream(scores.all()).filter(p -> p > chosen).count();
    assertThat((long) scores.positives().length)
        .isLessThanOrEqualTo(predicted)
        .isGreaterThan(above);
  }

  @ParameterizedTest
  @EnumSource
  void oneLabelAloneAndNoRowsLeaveOneHalf(ThresholdRule rule) {
    double[] some = {0.1, 0.9};
    double[] none = {};

    assertThat(rule.choose(RandomScores.scores(some, none))).isEqualTo(0.5);
    assertThat(rule.choose(RandomScores.scores(none, some))).isEqualTo(0.5);
    assertThat(rule.choose(RandomScores.scores(none, none))).isEqualTo(0.5);
    assertThat(ThresholdRule.HALF.choose(RandomScores.scores(some, some))).isEqualTo(0.5);
  }
}
