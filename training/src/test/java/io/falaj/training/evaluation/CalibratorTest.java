package io.falaj.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratorTest {

  @Test
  void plattFindsTheSlopeAndInterceptThatDistortedTheScores() {
    Random random = new Random(11);
    double[] probabilities = new double[40_000];
    boolean[] labels = new boolean[probabilities.length];
    for (int i = 0; i < labels.length; i++) {
      double logit = 1.5 * random.nextGaussian();
      probabilities[i] = sigmoid(logit);
      labels[i] = random.nextDouble() < sigmoid(0.6 * logit - 0.8);
    }

    Calibrator.Platt platt =
        (Calibrator.Platt) CalibratorKind.PLATT.fit(LabelledScores.of(probabilities, labels));

    assertThat(platt.slope()).isEqualTo(0.6, within(0.03));
    assertThat(platt.intercept()).isEqualTo(-0.8, within(0.03));
  }

  @ParameterizedTest
  @CsvSource({"1, 50, 9", "2, 500, 2", "3, 300, 100000", "5, 40, 40"})
  void plattIsWhereTheLikelihoodIsGreatest(long seed, int rows, int levels) {
    LabelledScores scores = RandomScores.of(seed, rows, levels).scores();

    Calibrator.Platt best = (Calibrator.Platt) CalibratorKind.PLATT.fit(scores);

    double least = loss(scores, best.slope(), best.intercept());
    for (double step : new double[] {1e-2, 1e-3}) {
      for (int way = 0; way < 8; way++) {
        double slope = best.slope() + step * Math.cos(way * Math.PI / 4);
        double intercept = best.intercept() + step * Math.sin(way * Math.PI / 4);
        assertThat(loss(scores, slope, intercept)).isGreaterThan(least);
      }
    }
  }

  /** Platt's: the mean log loss against targets (P+1)/(P+2) and 1/(N+2). */
  private static double loss(LabelledScores scores, double slope, double intercept) {
    double up = (scores.positives().length + 1.0) / (scores.positives().length + 2.0);
    double down = 1 / (scores.negatives().length + 2.0);
    double loss = 0;
    for (double p : scores.positives()) {
      loss += crossEntropy(up, slope * Calibrator.Platt.logit(p) + intercept);
    }
    for (double p : scores.negatives()) {
      loss += crossEntropy(down, slope * Calibrator.Platt.logit(p) + intercept);
    }
    return loss / scores.rows();
  }

  private static double crossEntropy(double target, double z) {
    return Math.max(z, 0) - z * target + Math.log1p(Math.exp(-Math.abs(z)));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void certaintiesThatAreOftenWrongBecomeTheirTrueShares() {
    double[] positives = new double[100];
    double[] negatives = new double[100];
    Arrays.fill(positives, 0, 90, 1);
    Arrays.fill(negatives, 0, 10, 1);

    Calibrator platt = CalibratorKind.PLATT.fit(RandomScores.scores(positives, negatives));

    assertThat(platt.apply(1)).isEqualTo(0.9, within(0.01));
    assertThat(platt.apply(0)).isEqualTo(0.1, within(0.01));
  }

  @Test
  void separatedLabelsGiveAFiniteSlope() {
    Calibrator.Platt platt =
        (Calibrator.Platt)
            CalibratorKind.PLATT.fit(
                RandomScores.scores(new double[] {0.6, 0.7, 0.8}, new double[] {0.1, 0.2, 0.3}));

    assertThat(platt.slope()).isPositive().isLessThan(10);
    assertThat(platt.apply(0.7)).isBetween(0.7, 0.95);
  }

  @Test
  void scoresWorseThanChanceAreNotTurnedRound() {
    LabelledScores reversed =
        RandomScores.scores(new double[] {0.1, 0.2, 0.3}, new double[] {0.7, 0.8, 0.9});

    assertThat(CalibratorKind.PLATT.fit(reversed)).isEqualTo(new Calibrator.None());
  }

  @ParameterizedTest
  @CsvSource({"1, 60, 9", "2, 200, 2", "3, 150, 100000", "4, 90, 40", "5, 3, 3"})
  void isotonicKnotsAreTheLeastSquaresMonotoneFit(long seed, int rows, int levels) {
    RandomScores random = RandomScores.of(seed, rows, levels);
    double[] sorted = Arrays.stream(random.probabilities()).sorted().distinct().toArray();
    double[] fitted = monotone(random, sorted);

    Calibrator fit = CalibratorKind.ISOTONIC.fit(random.scores());

    for (int i = 0; i < sorted.length; ) {
      int from = i;
      double rowsOfBlock = 0;
      double sum = 0;
      for (; i < sorted.length && Math.abs(fitted[i] - fitted[from]) < 1e-12; i++) {
        double score = sorted[i];
        double ties = Arrays.stream(random.probabilities()).filter(p -> p == score).count();
        rowsOfBlock += ties;
        sum += ties * score;
      }
      assertThat(fit.apply(sum / rowsOfBlock)).isEqualTo(fitted[from], within(1e-9));
    }
  }

  /** By the min-max formula: the greatest over starts of the least over ends of the mean label. */
  private static double[] monotone(RandomScores random, double[] sorted) {
    double[] fitted = new double[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int from = 0; from <= i; from++) {
        double least = Double.POSITIVE_INFINITY;
        double count = 0;
        double sum = 0;
        for (int to = from; to < sorted.length; to++) {
          for (int row = 0; row < random.rows(); row++) {
            if (random.probabilities()[row] == sorted[to]) {
              count++;
              sum += random.label(row);
            }
          }
          if (to >= i) {
            least = Math.min(least, sum / count);
          }
        }
        greatest = Math.max(greatest, least);
      }
      fitted[i] = greatest;
    }
    return fitted;
  }

  @Test
  void isotonicKnotsAscendEvenWhereManyTiesLieAnUlpApart() {
    double low = 0.1;
    double high = Math.nextUp(low);
    double[] positives = new double[300_000];
    double[] negatives = new double[300_000];
    Arrays.fill(positives, 0, 100_000, low);
    Arrays.fill(positives, 100_000, 300_000, high);
    Arrays.fill(negatives, 0, 200_000, low);
    Arrays.fill(negatives, 200_000, 300_000, high);

    Calibrator fit = CalibratorKind.ISOTONIC.fit(RandomScores.scores(positives, negatives));

    assertThat(fit)
        .isEqualTo(
            new Calibrator.Isotonic(
                List.of(low, high), List.of(100_000 / 300_000.0, 200_000 / 300_000.0)));
  }

  @Test
  void isotonicIsStraightBetweenKnotsAndLevelOutside() {
    Calibrator lines = new Calibrator.Isotonic(List.of(0.2, 0.6), List.of(0.1, 0.5));

    assertThat(lines.apply(0)).isEqualTo(0.1);
    assertThat(lines.apply(0.2)).isEqualTo(0.1);
    assertThat(lines.apply(0.5)).isEqualTo(0.4, within(1e-12));
    assertThat(lines.apply(0.6)).isEqualTo(0.5);
    assertThat(lines.apply(1)).isEqualTo(0.5);
    assertThatThrownBy(() -> new Calibrator.Isotonic(List.of(), List.of()))
        .hasMessageContaining("as many values as knots");
  }

  @ParameterizedTest
  @EnumSource
  void everyCalibratorKeepsOrderAndBounds(CalibratorKind kind) {
    for (long seed = 0; seed < 20; seed++) {
      LabelledScores scores = RandomScores.of(seed, 100, seed % 2 == 0 ? 11 : 100_000).scores();
      Calibrator calibrator = kind.fit(scores);
      double last = 0;
      for (double p = 0; p <= 1; p += 1.0 / 512) {
        double mapped = calibrator.apply(p);
        assertThat(mapped).isBetween(last, 1.0);
        last = mapped;
      }
      assertThat(scores.calibrated(calibrator).rows()).isEqualTo(100);
      assertThat(Json.read(Json.write(calibrator), Calibrator.class)).isEqualTo(calibrator);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutBothLabelsProbabilitiesStay(CalibratorKind kind) {
    double[] some = {0.1, 0.9};

    assertThat(kind.fit(RandomScores.scores(some, new double[0]))).isEqualTo(new Calibrator.None());
    assertThat(kind.fit(RandomScores.scores(new double[0], some))).isEqualTo(new Calibrator.None());
    assertThat(kind.fit(RandomScores.scores(new double[0], new double[0])).apply(0.3))
        .isEqualTo(0.3);
  }

  @Test
  void equalScoresBecomeTheirShareByIsotonicAndStayByPlatt() {
    double[] positives = new double[300];
    double[] negatives = new double[700];
    Arrays.fill(positives, 0.8);
    Arrays.fill(negatives, 0.8);
    LabelledScores equal = RandomScores.scores(positives, negatives);

    assertThat(CalibratorKind.ISOTONIC.fit(equal))
        .isEqualTo(new Calibrator.Isotonic(List.of(0.8), List.of(0.3)));
    assertThat(CalibratorKind.PLATT.fit(equal)).isEqualTo(new Calibrator.None());
  }
}
