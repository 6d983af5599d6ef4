package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
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

  /** Those for which a pipeline has something to do. */
  static List<PipelineStep> of(PipelineConfig config) {
    List<PipelineStep> steps = new ArrayList<>(all());
    steps.removeIf(step -> step.outputs(config).isEmpty());
    return steps;
  }
}
