package io.falaj.features;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All that a training set was defined by, as one YAML file: what entities, views and the training
 * set itself say, in the words that their own files use and read by what reads those. It is kept
 * with the training set, so that it can be made again when those files have long been changed.
 */
final class RecordedDefinitions {

  private RecordedDefinitions() {}

  /** The file's content. */
  record DefinitionsYaml(
      List<EntityYaml> entities,
      List<FeatureViewYaml> featureViews,
      TrainingSetYaml trainingSet,
      Location location) {}

  static String write(TrainingSetSpec spec) {
    Map<String, Map<String, Object>> entities = new LinkedHashMap<>();
    List<Map<String, Object>> views = new ArrayList<>();
    for (FeatureView view : spec.features().views()) {
      entities.computeIfAbsent(view.entity().name(), name -> entity(view.entity()));
      views.add(view(view));
    }
    spec.features().computed().forEach(view -> views.add(onDemand(view)));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("entities", List.copyOf(entities.values()));
    root.put("feature_views", views);
    root.put("training_set", trainingSet(spec));
    return ConfigFile.write(root);
  }

  /**
   * Reads what was written.
   *
   * @param name of the training set
   * @throws FalajException.DataRefused if it cannot be read any more
   */
  static TrainingSetSpec read(String name, String text) {
    Problems problems = new Problems();
    Optional<TrainingSetSpec> spec =
        ConfigFile.parse(text, name + ".yaml", DefinitionsYaml.class, problems)
            .flatMap(
                file -> {
                  FeatureCatalog catalog =
                      FeatureCatalog.parse(
                          file.entities(), file.featureViews(), Map.of(), problems);
                  return TrainingSetSpec.parse(
                      name, file.trainingSet(), catalog, Map.of(), problems);
                });
    return spec.filter(read -> problems.messages().isEmpty())
        .orElseThrow(
            () ->
                new FalajException.DataRefused(
                    "The definitions that training set '%s' was made by cannot be read by this release: %s Rebuild it with the release that made it."
                        .formatted(name, String.join(" ", problems.messages()))));
  }

  /** The content of a file of one view. */
  record DefinitionYaml(EntityYaml entity, FeatureViewYaml featureView, Location location) {}

  /** One view, with its entity. */
  static String writeView(FeatureView view) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("entity", entity(view.entity()));
    root.put("feature_view", view(view));
    return ConfigFile.write(root);
  }

  /**
   * Reads what was written of a view.
   *
   * @throws FalajException.DataRefused if it cannot be read any more
   */
  static FeatureView readView(String versionedName, String text) {
    Problems problems = new Problems();
    return ConfigFile.parse(text, versionedName + ".yaml", DefinitionYaml.class, problems)
        .map(
            file ->
                FeatureCatalog.parse(
                    List.of(file.entity()), List.of(file.featureView()), Map.of(), problems))
        .flatMap(catalog -> catalog.views().values().stream().findFirst())
        .filter(read -> problems.messages().isEmpty())
        .orElseThrow(
            () ->
                new FalajException.DataRefused(
                    "The definition that view %s was made by cannot be read by this release: %s Use the release that made it, or raise the view's version."
                        .formatted(versionedName, String.join(" ", problems.messages()))));
  }

  private static Map<String, Object> entity(Entity entity) {
    Map<String, Object> keys = new LinkedHashMap<>();
    entity.keys().forEach(key -> keys.put(key.name(), lower(key.type().sql())));
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("entity", entity.name());
    yaml.put("keys", keys);
    yaml.put("buckets", entity.buckets());
    return yaml;
  }

  private static Map<String, Object> view(FeatureView view) {
    Map<String, Object> yaml = head(view.name(), view.version());
    yaml.put("entity", view.entity().name());
    yaml.put("source", view.source().toString());
    put(yaml, "where", view.where());
    Map<String, Object> keys = new LinkedHashMap<>();
    for (int i = 0; i < view.keys().size(); i++) {
      keys.put(view.entity().keyNames().get(i), view.keys().get(i).text());
    }
    yaml.put("keys", keys);
    EventTimes times = view.times();
    put(yaml, "event_time", times.eventTime());
    put(yaml, "available_time", times.availableTime());
    if (!times.publishDelay().isZero()) {
      yaml.put("publish_delay", times.publishDelay().toString());
    }
    put(yaml, "ttl", times.ttl());
    yaml.put("boundary", lower(times.boundary().name()));
    if (!view.sequence().isEmpty()) {
      yaml.put("sequence", String.join(", ", view.sequence()));
    }
    put(yaml, "deleted", view.deleted());
    Map<String, Object> features = new LinkedHashMap<>();
    view.features().forEach(feature -> features.put(feature.name(), feature(feature)));
    yaml.put("features", features);
    return yaml;
  }

  private static Map<String, Object> feature(Feature feature) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    if (feature instanceof Ratio ratio) {
      yaml.put("ratio", ratio.of().name());
      yaml.put("to", ratio.to().name());
    } else if (feature instanceof EventFeature event) {
      if (event.window().isPresent() || event.aggregate() != Aggregate.LAST) {
        yaml.put("aggregate", event.aggregate().text());
      }
      put(yaml, "of", event.of());
      put(yaml, "where", event.where());
      put(yaml, "window", event.window());
      event.k().ifPresent(k -> yaml.put("k", k));
      event.q().ifPresent(q -> yaml.put("q", q));
      if (event.nullPolicy() == NullPolicy.SKIP) {
        yaml.put("null_policy", lower(event.nullPolicy().name()));
      }
    }
    return yaml;
  }

  private static Map<String, Object> onDemand(OnDemandView view) {
    Map<String, Object> yaml = head(view.name(), view.version());
    Map<String, Object> features = new LinkedHashMap<>();
    view.features().forEach((name, sql) -> features.put(name, Map.of("of", sql.text())));
    yaml.put("features", features);
    return yaml;
  }

  private static Map<String, Object> head(String name, int version) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("feature_view", name);
    yaml.put("version", version);
    return yaml;
  }

  private static Map<String, Object> trainingSet(TrainingSetSpec spec) {
    LabelSource from = spec.labels();
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("source", from.source().toString());
    labels.put("event_time", from.eventTime());
    labels.put("columns", from.columns());
    labels.put("label", from.label().text());
    put(labels, "where", from.where());
    Map<String, Object> splits = new LinkedHashMap<>();
    spec.splits().forEach((split, interval) -> splits.put(split.text(), interval.toString()));
    Map<String, Object> yaml = new LinkedHashMap<>();
    yaml.put("labels", labels);
    yaml.put("features", spec.features().references());
    yaml.put("splits", splits);
    yaml.put("seed", spec.seed());
    return yaml;
  }

  private static void put(Map<String, Object> yaml, String key, Optional<?> value) {
    value.ifPresent(there -> yaml.put(key, there.toString()));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
