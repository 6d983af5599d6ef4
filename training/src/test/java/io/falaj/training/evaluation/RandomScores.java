package io.falaj.training.evaluation;

import java.util.Random;

/** Seeded scores, with ties and with probabilities 0 and 1, kept row by row for brute force. */
final class RandomScores {

  private final double[] probabilities;
  private final boolean[] labels;

  private RandomScores(double[] probabilities, boolean[] labels) {
    this.probabilities = probabilities;
    this.labels = labels;
  }

  /**
   * Draws labels that are the likelier the higher the probability.
   *
   * @param levels how many distinct probabilities there are at most, from 0 to 1
   */
  static RandomScores of(long seed, int rows, int levels) {
    Random random = new Random(seed);
    double[] probabilities = new double[rows];
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      probabilities[i] = random.nextInt(levels) / (levels - 1.0);
      labels[i] = random.nextDouble() < 0.1 + 0.7 * probabilities[i];
    }
    return new RandomScores(probabilities, labels);
  }

  double[] probabilities() {
    return probabilities;
  }

  boolean[] labels() {
    return labels;
  }

  int rows() {
    return labels.length;
  }

  double label(int i) {
    return labels[i] ? 1 : 0;
  }

  LabelledScores scores() {
    return LabelledScores.of(probabilities, labels);
  }

  static LabelledScores scores(double[] positives, double[] negatives) {
    double[] probabilities = new double[positives.length + negatives.length];
    boolean[] labels = new boolean[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      labels[i] = i < positives.length;
      probabilities[i] = labels[i] ? positives[i] : negatives[i - positives.length];
    }
    return LabelledScores.of(probabilities, labels);
  }
}
