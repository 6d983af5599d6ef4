package io.falaj.jobs.config;

import io.falaj.features.FeatureCatalog;
import io.falaj.features.SourceColumns;
import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import io.falaj.training.ModelSpec;
import io.falaj.training.ModelYaml;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code models/*.yaml} of a pipeline. */
final class ModelFiles {

  private final PipelineFolder place;
  private final Problems problems;

  ModelFiles(PipelineFolder place, Problems problems) {
    this.place = place;
    this.problems = problems;
  }

  /**
   * The models by name, in the order that {@code pipeline.yaml} names them.
   *
   * @param pipeline absent when it has problems of its own
   */
  Map<String, ModelSpec> read(
      Optional<PipelineYaml> pipeline,
      FeatureCatalog catalog,
      Map<TableName, SourceColumns> sources) {
    Map<String, Location> locations = new LinkedHashMap<>();
    Map<String, ModelSpec> found = new LinkedHashMap<>();
    Set<String> defined = new TreeSet<>();
    for (Path file : PipelineFolder.yamlFiles(place.folder().resolve("models"))) {
      Optional<ModelYaml> yaml = place.read(file, ModelYaml.class, problems);
      if (yaml.isEmpty()) {
        continue;
      }
      String name = yaml.get().model();
      defined.add(name);
      Location first = locations.putIfAbsent(name, yaml.get().location());
      if (first != null) {
        problems.add(
            yaml.get().location(),
            "model '%s' is already defined at %s: rename one.".formatted(name, first));
      } else {
        ModelSpec.parse(yaml.get(), catalog, sources, problems)
            .ifPresent(spec -> found.put(name, spec));
      }
    }
    if (pipeline.isEmpty()) {
      return found;
    }
    checkNames(pipeline.get(), defined);
    return ordered(pipeline.get(), found);
  }

  private void checkNames(PipelineYaml pipeline, Set<String> defined) {
    for (String name : pipeline.models()) {
      if (!defined.contains(name) && !problems.mayDefine(ModelYaml.class, name)) {
        problems.add(
            pipeline.location(),
            "'models' names '%s', which no file in models/ defines.%s"
                .formatted(name, Problems.suggest(name, defined)));
      }
    }
  }

  private static Map<String, ModelSpec> ordered(
      PipelineYaml pipeline, Map<String, ModelSpec> found) {
    if (pipeline.models().isEmpty()) {
      return found;
    }
    Map<String, ModelSpec> ordered = new LinkedHashMap<>();
    for (String name : pipeline.models()) {
      ModelSpec spec = found.get(name);
      if (spec != null) {
        ordered.put(name, spec);
      }
    }
    return ordered;
  }
}
