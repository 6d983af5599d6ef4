package io.falaj.training.evaluation;

import java.util.Arrays;

/** How the threshold from which on a row is predicted true is chosen, on the validation split. */
public enum ThresholdRule {
  /** One half. */
  HALF,
  /** The largest F1. */
  MAX_F1,
  /** As many rows are predicted true as are true. */
  MATCH_RATE;

  /** A probability; one half where the scores leave no choice. */
  public double choose(LabelledScores scores) {
    if (this == HALF || scores.positives().length == 0 || scores.negatives().length == 0) {
      return 0.5;
    }
    return this == MATCH_RATE ? matching(scores) : best(scores);
  }

  private static double matching(LabelledScores scores) {
    double[] all = scores.all();
    return all[all.length - scores.positives().length];
  }

  private static double best(LabelledScores scores) {
    double best = 0.5;
    double f1 = -1;
    for (double threshold : Arrays.stream(scores.positives()).distinct().toArray()) {
      double candidate = Confusion.at(threshold, scores).f1();
      if (candidate > f1) {
        f1 = candidate;
        best = threshold;
      }
    }
    return best;
  }
}
