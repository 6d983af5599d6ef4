package io.falaj.features;

import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * All entities and views of a pipeline, checked together.
 *
 * @param entities by name
 * @param views the stored views by name, or by versioned name where there are several versions
 * @param onDemand the views computed on demand by name, each after those it uses
 */
public record FeatureCatalog(
    Map<String, Entity> entities,
    Map<String, FeatureView> views,
    Map<String, OnDemandView> onDemand) {

  public FeatureCatalog {
    entities = Collections.unmodifiableMap(new LinkedHashMap<>(entities));
    views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
    onDemand = Collections.unmodifiableMap(new LinkedHashMap<>(onDemand));
  }

  /**
   * Checks definitions; what is wrong is added to the problems, each with its place, and what is
   * right is in the catalog.
   *
   * @param sources what is known of the tables that views are made from; a table that is not in it
   *     is not checked
   */
  public static FeatureCatalog parse(
      List<EntityYaml> entityFiles,
      List<FeatureViewYaml> viewFiles,
      Map<TableName, SourceColumns> sources,
      Problems problems) {
    Map<String, Location> places = new LinkedHashMap<>();
    Map<String, Entity> entities = new LinkedHashMap<>();
    for (EntityYaml yaml : entityFiles) {
      if (isNew("entity", yaml.entity(), yaml.location(), places, problems)) {
        Entity.parse(yaml, problems)
            .ifPresentOrElse(
                e -> entities.put(e.name(), e),
                () -> broken(EntityYaml.class, yaml.entity(), problems));
      }
    }
    places.clear();
    Map<String, FeatureView> views = new LinkedHashMap<>();
    Map<String, OnDemandView> onDemand = new LinkedHashMap<>();
    ViewNames names = new ViewNames(viewFiles);
    for (FeatureViewYaml yaml : viewFiles) {
      if (!isNew("feature view", names.of(yaml), yaml.location(), places, problems)) {
        continue;
      }
      Names.checkTable("feature view", yaml.featureView(), yaml.location(), problems);
      if (!Names.allowed(yaml.featureView())) {
        problems.unread(FeatureViewYaml.class);
      }
      Runnable broken =
          () -> {
            broken(FeatureViewYaml.class, yaml.featureView(), problems);
            broken(FeatureViewYaml.class, yaml.versionedName(), problems);
          };
      if (yaml.onDemand()) {
        new OnDemandViewParser(yaml, problems)
            .parse()
            .ifPresentOrElse(v -> onDemand.put(v.name(), v), broken);
      } else {
        new FeatureViewParser(yaml, entities, sources, problems)
            .parse()
            .ifPresentOrElse(v -> views.put(names.of(yaml), v), broken);
      }
    }
    FeatureCatalog unordered = new FeatureCatalog(entities, views, onDemand);
    return new FeatureCatalog(
        entities, views, new OnDemandOrder(unordered, places, problems).ordered());
  }

  /** The names of all views. */
  public Set<String> viewNames() {
    Set<String> names = new TreeSet<>(views.keySet());
    names.addAll(onDemand.keySet());
    return names;
  }

  /** A stored view, by its versioned name, or by its name where there is one version of it. */
  public Optional<FeatureView> view(String reference) {
    return Optional.ofNullable(views.get(reference))
        .or(
            () ->
                views.values().stream()
                    .filter(view -> view.versionedName().equals(reference))
                    .findFirst());
  }

  /** What is to be said of a name that several versions have; nothing of any other. */
  Optional<String> versions(String name) {
    List<String> versions =
        views.values().stream()
            .filter(view -> view.name().equals(name))
            .map(FeatureView::versionedName)
            .toList();
    return versions.size() < 2
        ? Optional.empty()
        : Optional.of(
            "feature view '%s' is there in several versions. Say which: %s."
                .formatted(name, String.join(" or ", versions)));
  }

  /** The names of a view's features, in declared order; empty when there is no such view. */
  Optional<List<String>> featuresOf(String view) {
    return view(view)
        .map(FeatureView::featureNames)
        .or(
            () ->
                Optional.ofNullable(onDemand.get(view))
                    .map(v -> List.copyOf(v.features().keySet())));
  }

  /** By a name that it may not have, nobody refers to it: they do by the one that it will get. */
  private static void broken(Class<? extends Record> kind, String name, Problems problems) {
    if (Names.allowed(name)) {
      problems.broken(kind, name);
    } else {
      problems.unread(kind);
    }
  }

  private static boolean isNew(
      String what, String name, Location at, Map<String, Location> places, Problems problems) {
    Location first = places.putIfAbsent(name, at);
    if (first != null) {
      problems.add(
          at, "%s '%s' is already defined at %s: rename one.".formatted(what, name, first));
    }
    return first == null;
  }
}
