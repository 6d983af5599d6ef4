package io.falaj.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Which calibrator is fitted on the validation split. */
public enum CalibratorKind {
  /** Probabilities stay as the network gives them. */
  NONE,
  /** Logistic regression on the logit (Platt): two parameters, for small validation splits. */
  PLATT,
  /** The best monotone function (pool adjacent violators): for large ones. */
  ISOTONIC;

  private static final int NEWTON_STEPS = 50;

  /** Fits on scores; without both labels there is nothing to fit, and probabilities stay. */
  public Calibrator fit(LabelledScores scores) {
    if (this == NONE || scores.positives().length == 0 || scores.negatives().length == 0) {
      return new Calibrator.None();
    }
    return this == PLATT ? platt(scores) : isotonic(scores);
  }

  /** Newton's method on the log likelihood; it is concave in two parameters. */
  private static Calibrator platt(LabelledScores scores) {
    double slope = 1;
    double intercept = 0;
    for (int step = 0; step < NEWTON_STEPS; step++) {
      double[] sums = new double[5];
      accumulate(scores.positives(), 1, slope, intercept, sums);
      accumulate(scores.negatives(), 0, slope, intercept, sums);
      double ridge = 1e-9 * scores.rows();
      double a = sums[2] + ridge;
      double b = sums[3];
      double c = sums[4] + ridge;
      double determinant = a * c - b * b;
      double bySlope = (c * sums[0] - b * sums[1]) / determinant;
      double byIntercept = (a * sums[1] - b * sums[0]) / determinant;
      slope += bySlope;
      intercept += byIntercept;
      if (Math.abs(bySlope) + Math.abs(byIntercept) < 1e-12) {
        break;
      }
    }
    return slope > 0 ? new Calibrator.Platt(slope, intercept) : new Calibrator.None();
  }

  private static void accumulate(
      double[] probabilities, int label, double slope, double intercept, double[] sums) {
    for (double probability : probabilities) {
      double z = Calibrator.Platt.logit(probability);
      double p = 1 / (1 + StrictMath.exp(-(slope * z + intercept)));
      double weight = p * (1 - p);
      sums[0] += (label - p) * z;
      sums[1] += label - p;
      sums[2] += weight * z * z;
      sums[3] += weight * z;
      sums[4] += weight;
    }
  }

  private static Calibrator isotonic(LabelledScores scores) {
    List<CalibrationBin> blocks = new ArrayList<>();
    for (CalibrationBin bin : CalibrationBin.equalMass(scores, Math.toIntExact(scores.rows()))) {
      CalibrationBin block = bin;
      while (!blocks.isEmpty()
          && blocks.get(blocks.size() - 1).positiveShare() >= block.positiveShare()) {
        block = pool(blocks.remove(blocks.size() - 1), block);
      }
      blocks.add(block);
    }
    return new Calibrator.Isotonic(
        blocks.stream().map(CalibrationBin::meanProbability).toList(),
        blocks.stream().map(CalibrationBin::positiveShare).toList());
  }

  private static CalibrationBin pool(CalibrationBin a, CalibrationBin b) {
    long rows = a.rows() + b.rows();
    return new CalibrationBin(
        rows,
        (a.rows() * a.meanProbability() + b.rows() * b.meanProbability()) / rows,
        (a.rows() * a.positiveShare() + b.rows() * b.positiveShare()) / rows);
  }
}
