package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.config.Problems;
import java.util.List;

/**
 * Which of the things that a step makes to make.
 *
 * @param names some of them; empty for all
 */
record Selection(List<String> names) {

  static final Selection ALL = new Selection(List.of());

  Selection {
    names = List.copyOf(names);
  }

  /** Of models, in a step: all of what it makes, where that is something else. */
  Selection in(PipelineStep step) {
    return step.noun() == PipelineStep.Noun.MODEL ? this : ALL;
  }

  /**
   * Those that are selected, in the order in which they are made.
   *
   * @throws FalajException.Configuration if a name is not known
   */
  List<String> of(PipelineStep step, PipelineConfig config) {
    List<String> known = step.outputs(config);
    String pipeline = config.pipeline().pipeline();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new FalajException.Configuration(
            "Unknown %s '%s' of pipeline '%s'.%s"
                .formatted(step.noun().word(), name, pipeline, Problems.suggest(name, known)));
      }
    }
    if (known.isEmpty()) {
      throw new FalajException.Configuration(
          "Pipeline '%s' has no %s: there is nothing to %s. Add one to %s."
              .formatted(pipeline, step.noun().word(), step.command(), config.place().folder()));
    }
    return names.isEmpty() ? known : known.stream().filter(names::contains).toList();
  }
}
