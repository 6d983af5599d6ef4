package io.falaj.training.evaluation;

/** Metrics of the order of scores; equal scores are one threshold. */
final class RankMetrics {

  private RankMetrics() {}

  /**
   * The probability that a random positive scores higher than a random negative, ties counting half
   * (Mann and Whitney); not a number without both labels.
   */
  static double rocAuc(LabelledScores scores) {
    double[] positives = scores.positives();
    double[] negatives = scores.negatives();
    double won = 0;
    int below = 0;
    int upTo = 0;
    for (double score : positives) {
      while (below < negatives.length && negatives[below] < score) {
        below++;
      }
      upTo = Math.max(upTo, below);
      while (upTo < negatives.length && negatives[upTo] <= score) {
        upTo++;
      }
      won += below + (upTo - below) / 2.0;
    }
    return won / ((double) positives.length * negatives.length);
  }

  /**
   * Average precision: the sum over thresholds of precision times the recall gained, without
   * interpolation, as scikit-learn's {@code average_precision_score}; not a number without
   * positives.
   */
  static double prAuc(LabelledScores scores) {
    double[] positives = scores.positives();
    double[] negatives = scores.negatives();
    int p = positives.length;
    int n = negatives.length;
    double area = 0;
    while (p > 0) {
      double score = positives[p - 1];
      int from = p;
      while (p > 0 && positives[p - 1] == score) {
        p--;
      }
      while (n > 0 && negatives[n - 1] >= score) {
        n--;
      }
      double caught = positives.length - p;
      area += (from - p) * (caught / (caught + negatives.length - n));
    }
    return area / positives.length;
  }
}
