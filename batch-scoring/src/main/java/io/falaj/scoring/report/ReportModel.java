package io.falaj.scoring.report;

import io.falaj.lineage.DataInterval;
import java.util.List;
import java.util.Optional;

/**
 * All that a report shows, taken from the lake's records; the same model gives the same bytes.
 *
 * @param pipeline the pipeline's name
 * @param description one sentence about it
 * @param interval the interval reported on
 * @param codeVersion the version of the code that wrote what is shown
 * @param model the scoring model, absent before there is one
 * @param tables what became of each dataset's rows
 * @param reasons why rows were set aside, the most frequent first
 * @param training the loss over the epochs, absent for models without any
 * @param evaluations the model and what it is compared with, on the gate's rows
 * @param months realized performance, in order
 * @param drift each month against the training data, in order
 * @param features the features of the model
 * @param lineage the steps, in the order in which data flowed
 * @param timings how long each step took
 */
public record ReportModel(
    String pipeline,
    String description,
    DataInterval interval,
    String codeVersion,
    Optional<ModelCard> model,
    List<TableQuality> tables,
    List<QuarantineReason> reasons,
    Optional<TrainingCurves> training,
    List<EvaluatedModel> evaluations,
    List<MonthPerformance> months,
    List<MonthDrift> drift,
    List<FeatureRow> features,
    List<LineageStep> lineage,
    List<StepTiming> timings) {

  public ReportModel {
    tables = List.copyOf(tables);
    reasons = List.copyOf(reasons);
    evaluations = List.copyOf(evaluations);
    months = List.copyOf(months);
    drift = List.copyOf(drift);
    features = List.copyOf(features);
    lineage = List.copyOf(lineage);
    timings = List.copyOf(timings);
  }
}
