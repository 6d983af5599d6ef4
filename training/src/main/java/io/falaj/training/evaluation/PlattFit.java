package io.falaj.training.evaluation;

/**
 * Fits Platt's two parameters as Lin, Lin and Weng do ("A note on Platt's probabilistic outputs for
 * support vector machines", 2007): from the prior, by Newton's method with backtracking, since
 * plain Newton runs away where scores are certain and wrong; towards (P + 1) / (P + 2) and 1 / (N +
 * 2) instead of 1 and 0, so that separated labels have a finite slope.
 */
final class PlattFit {

  private static final int MOST_STEPS = 100;
  private static final double LEAST_STRIDE = 1e-10;
  private static final double CONVERGED = 1e-10;

  private final double[] logits;
  private final int positives;
  private final double[] targets;
  private double slope;
  private double intercept;

  /**
   * @param scores with both labels
   */
  PlattFit(LabelledScores scores) {
    positives = scores.positives().length;
    int negatives = scores.negatives().length;
    logits = new double[positives + negatives];
    for (int i = 0; i < logits.length; i++) {
      logits[i] =
          Calibrator.Platt.logit(
              i < positives ? scores.positives()[i] : scores.negatives()[i - positives]);
    }
    targets = new double[] {(positives + 1.0) / (positives + 2.0), 1 / (negatives + 2.0)};
    double mean = (positives * targets[0] + negatives * targets[1]) / logits.length;
    intercept = StrictMath.log(mean / (1 - mean));
  }

  Calibrator.Platt fit() {
    double loss = loss(slope, intercept);
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] sums = derivatives();
      if (Math.abs(sums[0]) + Math.abs(sums[1]) < CONVERGED * logits.length) {
        break;
      }
      // A matrix that is singular, as of equal scores, has a direction all the same.
      double a = sums[2] + 1e-12;
      double b = sums[3];
      double c = sums[4] + 1e-12;
      double determinant = a * c - b * b;
      double bySlope = (c * sums[0] - b * sums[1]) / determinant;
      double byIntercept = (a * sums[1] - b * sums[0]) / determinant;
      double gain = bySlope * sums[0] + byIntercept * sums[1];
      double stride = 1;
      double next = loss(slope + bySlope, intercept + byIntercept);
      while (!(next <= loss - 1e-4 * stride * gain) && stride > LEAST_STRIDE) {
        stride /= 2;
        next = loss(slope + stride * bySlope, intercept + stride * byIntercept);
      }
      if (!(next < loss)) {
        break;
      }
      slope += stride * bySlope;
      intercept += stride * byIntercept;
      loss = next;
    }
    return new Calibrator.Platt(slope, intercept);
  }

  private double target(int i) {
    return targets[i < positives ? 0 : 1];
  }

  private double loss(double bySlope, double byIntercept) {
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      double z = bySlope * logits[i] + byIntercept;
      loss += Math.max(z, 0) - z * target(i) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }
    return loss;
  }

  /** The likelihood's ascent by slope and intercept, then its curvature: aa, ab, bb. */
  private double[] derivatives() {
    double[] sums = new double[5];
    for (int i = 0; i < logits.length; i++) {
      double z = logits[i];
      double p = 1 / (1 + StrictMath.exp(-(slope * z + intercept)));
      double weight = p * (1 - p);
      sums[0] += (target(i) - p) * z;
      sums[1] += target(i) - p;
      sums[2] += weight * z * z;
      sums[3] += weight * z;
      sums[4] += weight;
    }
    return sums;
  }
}
