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

  WholeRun(Workspace work, PipelineRun run) {
    this.work = work;
    this.run = run;
  }

  /** Runs the steps. */
  void steps(List<PipelineStep> steps) {
    for (PipelineStep step : steps) {
      run.run(step, Selection.ALL);
      if (step instanceof PromoteStep && anyRefused() && !everyModelHasChampion()) {
        return;
      }
    }
  }

  private boolean anyRefused() {
    return run.reports().stream().anyMatch(timed -> timed.report().refused());
  }

  private boolean everyModelHasChampion() {
    return work.config().models().keySet().stream()
        .allMatch(model -> new PromotionLog(work.lake(), model).champion().isPresent());
  }
}
