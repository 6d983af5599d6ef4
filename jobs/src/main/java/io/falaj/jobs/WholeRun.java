package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.training.registry.PromotionLog;
import java.util.List;

/**
 * Every step of a pipeline, in order. Where the gate refuses a new version, the champion that is
 * there goes on scoring, and the refusal ends the run after that.
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

  /**
   * Runs the steps.
   *
   * @throws FalajException.DataRefused if the gate refused a version, once the rest is done
   */
  void steps(List<PipelineStep> steps) {
    FalajException.DataRefused refused = null;
    for (PipelineStep step : steps) {
      try {
        run.run(step, models.in(step));
      } catch (FalajException.DataRefused e) {
        if (!(step instanceof PromoteStep) || !everyModelHasChampion(step)) {
          throw e;
        }
        work.console().progress(String.valueOf(e.getMessage()));
        refused = e;
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  private boolean everyModelHasChampion(PipelineStep step) {
    return models.of(step, work.config()).stream()
        .allMatch(model -> new PromotionLog(work.lake(), model).champion().isPresent());
  }
}
