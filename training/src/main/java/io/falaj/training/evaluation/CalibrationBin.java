package io.falaj.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * A bin of rows with neighbouring probabilities.
 *
 * @param rows how many
 * @param meanProbability what was predicted for them on average
 * @param positiveShare the share of them whose label is true
 */
public record CalibrationBin(long rows, double meanProbability, double positiveShare) {

  /**
   * Bins of equal mass by ascending probability; rows of one probability stay together, so that a
   * bin may be larger and there may be fewer.
   */
  static List<CalibrationBin> equalMass(LabelledScores scores, int count) {
    double[] positives = scores.positives();
    double[] negatives = scores.negatives();
    List<CalibrationBin> bins = new ArrayList<>();
    int p = 0;
    int n = 0;
    for (int bin = 1; bin <= count; bin++) {
      long target = Math.round((double) scores.rows() * bin / count);
      int fromP = p;
      int fromN = n;
      double sum = 0;
      double lowest = Double.NaN;
      double score = Double.NaN;
      while (p + n < target) {
        score = least(positives, p, negatives, n);
        lowest = p + n == fromP + fromN ? score : lowest;
        for (; p < positives.length && positives[p] == score; p++) {
          sum += score;
        }
        for (; n < negatives.length && negatives[n] == score; n++) {
          sum += score;
        }
      }
      long rows = (p - fromP) + (long) (n - fromN);
      if (rows > 0) {
        // Rounding must not carry a mean out of its bin: bins ascend, and ties are their own mean.
        double mean = Math.max(lowest, Math.min(score, sum / rows));
        bins.add(new CalibrationBin(rows, mean, (double) (p - fromP) / rows));
      }
    }
    return List.copyOf(bins);
  }

  private static double least(double[] a, int i, double[] b, int j) {
    if (i == a.length) {
      return b[j];
    }
    return j == b.length ? a[i] : Math.min(a[i], b[j]);
  }
}
