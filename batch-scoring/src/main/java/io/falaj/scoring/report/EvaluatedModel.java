package io.falaj.scoring.report;

import io.falaj.lineage.html.chart.Series.Point;
import java.util.List;

/**
 * One model's evaluation on labelled rows that it has not seen.
 *
 * @param name the model
 * @param rows the labelled rows
 * @param rocAuc area under the ROC curve
 * @param prAuc area under the precision-recall curve
 * @param logLoss mean negative log-likelihood, natural logarithm
 * @param roc the curve: false-positive rate, true-positive rate
 * @param precisionRecall the curve: recall, precision
 * @param calibration the mean score and the observed share of each bin that has rows
 */
public record EvaluatedModel(
    String name,
    long rows,
    double rocAuc,
    double prAuc,
    double logLoss,
    List<Point> roc,
    List<Point> precisionRecall,
    List<Point> calibration) {

  public EvaluatedModel {
    roc = List.copyOf(roc);
    precisionRecall = List.copyOf(precisionRecall);
    calibration = List.copyOf(calibration);
  }
}
