package io.falaj.jobs.config;

import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.util.Optional;

/**
 * A pipeline's configuration: read whole, each part checked by itself and against the others, with
 * every problem reported at once.
 *
 * @param place where it was read from
 * @param pipeline its {@code pipeline.yaml}
 */
public record PipelineConfig(PipelineFolder place, PipelineYaml pipeline) {

  /**
   * Reads a pipeline.
   *
   * @throws io.falaj.lineage.FalajException.Configuration naming every problem that it has
   */
  public static PipelineConfig load(PipelineFolder place) {
    Problems problems = new Problems();
    Optional<PipelineYaml> pipeline = pipeline(place, problems);
    problems.throwIfAny();
    return new PipelineConfig(place, pipeline.orElseThrow());
  }

  private static Optional<PipelineYaml> pipeline(PipelineFolder place, Problems problems) {
    var file = place.folder().resolve("pipeline.yaml");
    Optional<PipelineYaml> read =
        ConfigFile.read(file, place.shown(file), PipelineYaml.class, problems);
    read.ifPresent(
        yaml -> {
          String folder = place.folder().getFileName().toString();
          if (!yaml.pipeline().equals(folder)) {
            problems.add(
                yaml.location(),
                "the pipeline is called '%s' and its folder '%s': rename one of them."
                    .formatted(yaml.pipeline(), folder));
          }
        });
    return read;
  }
}
