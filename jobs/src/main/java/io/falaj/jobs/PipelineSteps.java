package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.ArrayList;
import java.util.List;

/** The steps of every pipeline, in the order in which data flows. */
final class PipelineSteps {

  private PipelineSteps() {}

  static List<PipelineStep> all() {
    return List.of(
        new IngestStep(),
        new MaterializeStep(),
        new TrainingSetStep(),
        new TrainStep(),
        new PromoteStep(),
        new ScoreStep(),
        new MonitorStep(),
        new ReportStep());
  }

  /**
   * What the steps would do, the model's for those that are selected.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if the interval does not suit one of them
   */
  static List<StepPlan> plans(PipelineConfig config, DataInterval interval, Selection models) {
    List<StepPlan> plans = new ArrayList<>();
    for (PipelineStep step : of(config)) {
      for (String output : models.in(step).of(step, config)) {
        step.checkInterval(config, interval, output);
        plans.add(step.plan(config, interval, output));
      }
    }
    return plans;
  }

  /** Those for which a pipeline has something to do. */
  static List<PipelineStep> of(PipelineConfig config) {
    List<PipelineStep> steps = new ArrayList<>(all());
    steps.removeIf(step -> step.outputs(config).isEmpty());
    return steps;
  }
}
