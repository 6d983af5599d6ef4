package io.falaj.jobs.config;

import io.falaj.features.FeatureCatalog;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Residency;
import io.falaj.lineage.config.Problems;
import io.falaj.training.ModelSpec;
import io.falaj.validation.Contract;
import java.util.Collection;
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
 * @param features entities and feature views
 * @param models by name, in the order in which they are trained
 * @param events where lineage events go, beside the lake
 * @param connections the databases that datasets come from, by name
 * @param residency where may be written
 */
public record PipelineConfig(
    PipelineFolder place,
    PipelineYaml pipeline,
    Map<String, Contract> datasets,
    FeatureDefinitions features,
    Map<String, ModelSpec> models,
    EventsConfig events,
    Map<String, ConnectionConfig> connections,
    Residency residency) {

  public PipelineConfig {
    datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    connections = Collections.unmodifiableMap(new LinkedHashMap<>(connections));
  }

  public FeatureCatalog catalog() {
    return features.catalog();
  }

  /**
   * A dataset's contract.
   *
   * @throws FalajException.Configuration if the pipeline has none of that name
   */
  public Contract dataset(String name) {
    Contract contract = datasets.get(name);
    if (contract == null) {
      throw new FalajException.Configuration(
          "Unknown dataset '%s' of pipeline '%s'.%s"
              .formatted(name, pipeline.pipeline(), Problems.suggest(name, datasets.keySet())));
    }
    return contract;
  }

  /**
   * A database that datasets come from.
   *
   * @throws FalajException.Configuration if the pipeline has none of that name
   */
  public ConnectionConfig connection(String name) {
    ConnectionConfig connection = connections.get(name);
    if (connection == null) {
      throw new FalajException.Configuration(
          "Unknown connection '%s' of pipeline '%s'.%s"
              .formatted(name, pipeline.pipeline(), Problems.suggest(name, connections.keySet())));
    }
    return connection;
  }

  /**
   * A model.
   *
   * @throws FalajException.Configuration if the pipeline has none of that name
   */
  public ModelSpec model(String name) {
    ModelSpec spec = models.get(name);
    if (spec == null) {
      throw new FalajException.Configuration(
          "Unknown model '%s' of pipeline '%s'.%s"
              .formatted(name, pipeline.pipeline(), Problems.suggest(name, models.keySet())));
    }
    return spec;
  }

  /**
   * Reads a pipeline.
   *
   * @throws io.falaj.lineage.FalajException.Configuration naming every problem that it has
   */
  public static PipelineConfig load(PipelineFolder place) {
    Problems problems = new Problems();
    Optional<PipelineYaml> pipeline = pipeline(place, problems);
    Map<String, ConnectionYaml> connections =
        pipeline.map(PipelineYaml::connections).orElse(Map.of());
    Map<String, Contract> datasets =
        new DatasetFiles(place, problems, pipeline.map(yaml -> connections.keySet())).read();
    pipeline.ifPresent(yaml -> checkInterval(yaml, datasets.values(), problems));
    FeatureDefinitions features = new FeatureFiles(place, problems).read(datasets.values());
    Map<String, ModelSpec> models =
        new ModelFiles(place, problems)
            .read(pipeline, features.catalog(), FeatureFiles.sources(datasets.values()));
    EventsConfig events =
        pipeline
            .flatMap(yaml -> Optional.ofNullable(yaml.events()))
            .map(yaml -> EventsConfig.parse(yaml, problems))
            .orElse(EventsConfig.NONE);
    Map<String, ConnectionConfig> databases = new LinkedHashMap<>();
    connections.forEach(
        (name, yaml) -> databases.put(name, ConnectionConfig.parse(yaml, problems)));
    Residency residency = new ResidencyFile(place, problems).read(datasets.values());
    problems.throwIfAny();
    return new PipelineConfig(
        place, pipeline.orElseThrow(), datasets, features, models, events, databases, residency);
  }

  /** What is worked on when no interval is given must suit every dataset. */
  private static void checkInterval(
      PipelineYaml yaml, Collection<Contract> datasets, Problems problems) {
    for (Contract dataset : datasets) {
      dataset
          .intervalProblem(yaml.interval())
          .ifPresent(problem -> problems.add(yaml.location(), "'interval': " + problem));
    }
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
          Optional.ofNullable(yaml.schedule())
              .flatMap(Schedule::problem)
              .ifPresent(problem -> problems.add(yaml.location(), problem));
        });
    return read;
  }
}
