package io.falaj.jobs;

import io.falaj.training.registry.PromotionLog;
import java.util.List;

/**
 * Every step of a pipeline, in order. Where the gate refuses a new version, the champion that is
 * there goes on scoring; where there is none, the run ends there.
 */
final class WholeRun {

  private final Workspace work;
  private final PipelineRun run;
  private final Selection models;

  WholeRun(Workspace work, PipelineRun run, Selection models) {
    this.work = work;
    this.run = run;
    this.models = models;
  }

  /** Runs the steps. */
  void steps(List<PipelineStep> steps) {
    for (PipelineStep step : steps) {
      run.run(step, models.in(step));
      if (step instanceof PromoteStep && anyRefused() && !everyModelHasChampion(step)) {
        return;
      }
    }
  }

  private boolean anyRefused() {
    return run.reports().stream().anyMatch(timed -> timed.report().refused());
  }

  private boolean everyModelHasChampion(PipelineStep step) {
    return models.of(step, work.config()).stream()
        .allMatch(model -> new PromotionLog(work.lake(), model).champion().isPresent());
  }
}
