package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which time to work on. */
final class IntervalOption {

  @Option(
      names = "--interval",
      paramLabel = "START/END",
      description =
          "The time to work on, in ISO 8601, UTC, the end exclusive (default: that of"
              + " pipeline.yaml).")
  Optional<String> interval = Optional.empty();

  DataInterval of(PipelineConfig config) {
    return interval.map(DataInterval::parse).orElse(config.pipeline().interval());
  }
}
