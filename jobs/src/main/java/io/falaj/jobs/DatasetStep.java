package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.validation.Contract;
import java.util.List;
import java.util.Objects;

/** A step that works on one dataset at a time. */
interface DatasetStep extends PipelineStep {

  @Override
  default Noun noun() {
    return Noun.DATASET;
  }

  @Override
  default List<String> outputs(PipelineConfig config) {
    return List.copyOf(config.datasets().keySet());
  }

  static Contract contract(PipelineConfig config, String dataset) {
    return Objects.requireNonNull(config.datasets().get(dataset));
  }
}
