package io.falaj.training.evaluation;

/**
 * Counts at a threshold: a row is predicted true when its probability is at least the threshold.
 *
 * @param threshold the threshold
 * @param truePositives predicted true, and it is
 * @param falsePositives predicted true, and it is not
 * @param trueNegatives predicted false, and it is
 * @param falseNegatives predicted false, and it is not
 */
public record Confusion(
    double threshold,
    long truePositives,
    long falsePositives,
    long trueNegatives,
    long falseNegatives) {

  static Confusion at(double threshold, LabelledScores scores) {
    long positives = atLeast(threshold, scores.positives());
    long negatives = atLeast(threshold, scores.negatives());
    return new Confusion(
        threshold,
        positives,
        negatives,
        scores.negatives().length - negatives,
        scores.positives().length - positives);
  }

  private static long atLeast(double threshold, double[] ascending) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] >= threshold) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return (long) ascending.length - low;
  }

  /** Of those predicted true, the share that is; not a number when none was. */
  public double precision() {
    return (double) truePositives / (truePositives + falsePositives);
  }

  /** Of those that are true, the share predicted so; not a number when none is. */
  public double recall() {
    return (double) truePositives / (truePositives + falseNegatives);
  }

  /** The harmonic mean of precision and recall; 0 when nothing true was caught. */
  public double f1() {
    return truePositives == 0
        ? 0
        : 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
  }
}
