package io.falaj.jobs.config;

import io.falaj.features.FeatureCatalog;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Contract;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pipeline's configuration: read whole, each part checked by itself and against the others, with
 * every problem reported at once.
 *
 * @param place where it was read from
 * @param pipeline its {@code pipeline.yaml}
 * @param datasets the contract of each dataset by name, each after those that it references
 * @param catalog entities and feature views
 */
public record PipelineConfig(
    PipelineFolder place,
    PipelineYaml pipeline,
    Map<String, Contract> datasets,
    FeatureCatalog catalog) {

  public PipelineConfig {
    datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
  }

  /**
   * Reads a pipeline.
   *
   * @throws io.falaj.lineage.FalajException.Configuration naming every problem that it has
   */
  public static PipelineConfig load(PipelineFolder place) {
    Problems problems = new Problems();
    Optional<PipelineYaml> pipeline = pipeline(place, problems);
    Map<String, Contract> datasets = new DatasetFiles(place, problems).read();
    FeatureCatalog catalog = new FeatureFiles(place, problems).read(datasets.values());
    problems.throwIfAny();
    return new PipelineConfig(place, pipeline.orElseThrow(), datasets, catalog);
  }

  private static Optional<PipelineYaml> pipeline(PipelineFolder place, Problems problems) {
    Optional<PipelineYaml> read =
        place.read(place.folder().resolve("pipeline.yaml"), PipelineYaml.class, problems);
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
