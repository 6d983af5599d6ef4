package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import java.util.List;

/** A step that works on one model at a time. */
interface ModelStep extends PipelineStep {

  @Override
  default Noun noun() {
    return Noun.MODEL;
  }

  @Override
  default List<String> outputs(PipelineConfig config) {
    return List.copyOf(config.models().keySet());
  }
}
