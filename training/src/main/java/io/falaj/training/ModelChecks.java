package io.falaj.training;

import io.falaj.features.FeatureCatalog;
import io.falaj.features.SourceColumns;
import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks one model's file. */
final class ModelChecks {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** What tables beside a model's own are called. */
  private static final Pattern RESERVED =
      Pattern.compile(".*(_promotions|_v\\d+|_events|_carries)");

  private final ModelYaml yaml;
  private final Problems problems;

  ModelChecks(ModelYaml yaml, Problems problems) {
    this.yaml = yaml;
    this.problems = problems;
  }

  Optional<ModelSpec> parse(FeatureCatalog catalog, Map<TableName, SourceColumns> sources) {
    int before = problems.messages().size();
    checkName();
    Optional<TrainingSetSpec> set =
        TrainingSetSpec.parse(yaml.model(), yaml.trainingSet(), catalog, sources, problems);
    set.ifPresent(this::checkPreprocessing);
    checkBounds("min", yaml.gate().min());
    checkBounds("max", yaml.gate().max());
    checkBoundsMeet();
    return problems.messages().size() > before || set.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ModelSpec(
                yaml.model(),
                yaml.description(),
                set.get(),
                yaml.preprocessing(),
                yaml.network(),
                yaml.optimizer(),
                yaml.training(),
                yaml.calibration(),
                yaml.threshold(),
                yaml.gate()));
  }

  private void checkName() {
    if (!NAME.matcher(yaml.model()).matches()) {
      problems.add(
          yaml.location(),
          "model name '%s' is not allowed: names match [a-z][a-z0-9_]*. Rename it."
              .formatted(yaml.model()));
      problems.unread(ModelYaml.class);
    } else if (RESERVED.matcher(yaml.model()).matches()) {
      problems.add(
          yaml.location(),
          ("model name '%s' is not allowed: the endings _promotions, _v<digits>, _events and"
                  + " _carries belong to tables of Falaj. Rename it.")
              .formatted(yaml.model()));
    }
  }

  private void checkPreprocessing(TrainingSetSpec set) {
    List<String> features = set.features().columns();
    TreeSet<String> named = new TreeSet<>(yaml.preprocessing().exclude());
    named.addAll(yaml.preprocessing().columns().keySet());
    for (String name : named) {
      if (!features.contains(name)) {
        problems.add(
            yaml.preprocessing().location(),
            "preprocessing names '%s', which is no feature of the training set.%s"
                .formatted(name, Problems.suggest(name, features)));
      }
    }
    if (!features.isEmpty() && yaml.preprocessing().exclude().containsAll(features)) {
      problems.add(
          yaml.preprocessing().location(),
          "preprocessing excludes every feature: the model has nothing to read.");
    }
  }

  private void checkBounds(String key, Map<String, Double> bounds) {
    bounds.forEach(
        (name, bound) -> {
          if (GateMetric.named(name).isEmpty()) {
            problems.add(
                yaml.gate().location(),
                "'%s' of the gate names '%s', which is no metric.%s"
                    .formatted(key, name, Problems.suggest(name, GateMetric.names())));
          } else if (!Double.isFinite(bound)) {
            problems.add(
                yaml.gate().location(),
                "'%s' of the gate asks for %s %s: name a finite number."
                    .formatted(key, name, bound));
          }
        });
  }

  private void checkBoundsMeet() {
    yaml.gate()
        .min()
        .forEach(
            (name, least) -> {
              Double most = yaml.gate().max().get(name);
              if (most != null && most < least) {
                problems.add(
                    yaml.gate().location(),
                    "the gate asks for %s of at least %s and at most %s: no model passes."
                        .formatted(name, least, most));
              }
            });
  }
}
