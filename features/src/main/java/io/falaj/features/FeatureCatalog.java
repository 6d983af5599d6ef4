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
 * @param views the stored views by name
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
        Entity.parse(yaml, problems).ifPresent(e -> entities.put(e.name(), e));
      }
    }
    places.clear();
    Map<String, FeatureView> views = new LinkedHashMap<>();
    Map<String, OnDemandView> onDemand = new LinkedHashMap<>();
    for (FeatureViewYaml yaml : viewFiles) {
      if (!isNew("feature view", yaml.featureView(), yaml.location(), places, problems)) {
        continue;
      }
      Names.checkTable("feature view", yaml.featureView(), yaml.location(), problems);
      if (yaml.source() == null && yaml.entity() == null) {
        new OnDemandViewParser(yaml, problems).parse().ifPresent(v -> onDemand.put(v.name(), v));
      } else {
        new FeatureViewParser(yaml, entities, sources, problems)
            .parse()
            .ifPresent(v -> views.put(v.name(), v));
      }
    }
    Map<String, OnDemandView> ordered =
        new OnDemandOrder(views, onDemand, places, problems).ordered();
    return new FeatureCatalog(entities, views, ordered);
  }

  /** The names of all views. */
  public Set<String> viewNames() {
    Set<String> names = new TreeSet<>(views.keySet());
    names.addAll(onDemand.keySet());
    return names;
  }

  /** A stored view, by its name or its versioned name. */
  public Optional<FeatureView> view(String reference) {
    return views.values().stream()
        .filter(view -> view.name().equals(reference) || view.versionedName().equals(reference))
        .findFirst();
  }

  /** The names of a view's features, in declared order; empty when there is no such view. */
  Optional<List<String>> featuresOf(String view) {
    return views.containsKey(view)
        ? Optional.of(views.get(view).featureNames())
        : Optional.ofNullable(onDemand.get(view)).map(v -> List.copyOf(v.features().keySet()));
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
