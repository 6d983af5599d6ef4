package io.falaj.training.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * The ROC and precision-recall curves at thresholds of equal mass: enough to draw them, whatever
 * the number of rows. Metrics are not computed from them.
 *
 * @param roc from (0, 0) to (1, 1); empty unless both labels occur
 * @param precisionRecall by ascending recall; empty unless both labels occur
 */
public record Curves(List<CurvePoint> roc, List<CurvePoint> precisionRecall) {

  private static final int POINTS = 80;

  public Curves {
    roc = List.copyOf(roc);
    precisionRecall = List.copyOf(precisionRecall);
  }

  static Curves of(LabelledScores scores) {
    double positives = scores.positives().length;
    double negatives = scores.negatives().length;
    if (positives == 0 || negatives == 0) {
      return new Curves(List.of(), List.of());
    }
    double[] all = scores.all();
    List<CurvePoint> roc = new ArrayList<>();
    List<CurvePoint> precisionRecall = new ArrayList<>();
    roc.add(new CurvePoint(0, 0));
    double last = Double.NaN;
    for (int i = 1; i <= POINTS; i++) {
      double threshold = all[all.length - (int) Math.max(1, (long) all.length * i / POINTS)];
      if (threshold != last) {
        Confusion at = Confusion.at(threshold, scores);
        roc.add(new CurvePoint(at.falsePositives() / negatives, at.truePositives() / positives));
        precisionRecall.add(new CurvePoint(at.recall(), at.precision()));
        last = threshold;
      }
    }
    return new Curves(roc, precisionRecall);
  }
}
