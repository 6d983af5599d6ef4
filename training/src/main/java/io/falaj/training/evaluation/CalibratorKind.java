package io.falaj.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/** Which calibrator is fitted on the validation split. */
public enum CalibratorKind {
  /** Probabilities stay as the network gives them. */
  NONE,
  /**
   * Logistic regression on the logit (Platt): two parameters, for small validation splits.
   * Probabilities stay where it would turn their order round or where all are equal.
   */
  PLATT,
  /**
   * The best monotone step function (pool adjacent violators), with straight lines between the mean
   * probabilities of its steps so that ranks stay: for large ones.
   */
  ISOTONIC;

  /** Fits on scores; without both labels there is nothing to fit, and probabilities stay. */
  public Calibrator fit(LabelledScores scores) {
    if (this == NONE || scores.positives().length == 0 || scores.negatives().length == 0) {
      return new Calibrator.None();
    }
    return this == PLATT ? platt(scores) : isotonic(scores);
  }

  private static Calibrator platt(LabelledScores scores) {
    Calibrator.Platt fitted = new PlattFit(scores).fit();
    return fitted.slope() > 0 ? fitted : new Calibrator.None();
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
    double mean = (a.rows() * a.meanProbability() + b.rows() * b.meanProbability()) / rows;
    return new CalibrationBin(
        rows,
        Math.max(a.meanProbability(), Math.min(b.meanProbability(), mean)),
        (a.rows() * a.positiveShare() + b.rows() * b.positiveShare()) / rows);
  }
}
