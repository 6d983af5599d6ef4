package io.falaj.scoring.report;

import java.util.List;

/**
 * The loss over the epochs.
 *
 * @param training after each epoch, on the rows fitted
 * @param validation likewise, on the rows held back for stopping
 * @param best the epoch whose parameters were kept, from 1
 */
public record TrainingCurves(List<Double> training, List<Double> validation, int best) {

  public TrainingCurves {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }
}
