package io.falaj.features;

import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Puts each view that is computed on demand after those it uses, and finds those that cannot be.
 */
final class OnDemandOrder {

  private final FeatureCatalog catalog;
  private final Map<String, Location> places;
  private final Problems problems;
  private final Map<String, OnDemandView> ordered = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  /**
   * @param catalog of views in any order
   */
  OnDemandOrder(FeatureCatalog catalog, Map<String, Location> places, Problems problems) {
    this.catalog = catalog;
    this.places = places;
    this.problems = problems;
  }

  Map<String, OnDemandView> ordered() {
    catalog.onDemand().values().forEach(this::visit);
    return ordered;
  }

  private void visit(OnDemandView view) {
    if (ordered.containsKey(view.name())) {
      return;
    }
    if (!open.add(view.name())) {
      List<String> cycle = new ArrayList<>(open);
      cycle = cycle.subList(cycle.indexOf(view.name()), cycle.size());
      problems.add(
          place(view),
          "views use each other in a circle: %s → %s. Break it."
              .formatted(String.join(" → ", cycle), view.name()));
      return;
    }
    for (SqlText sql : view.features().values()) {
      for (String reference : sql.references()) {
        check(view, reference);
      }
    }
    open.remove(view.name());
    ordered.put(view.name(), view);
  }

  private void check(OnDemandView view, String reference) {
    int dot = reference.indexOf('.');
    if (dot < 0) {
      return;
    }
    String used = reference.substring(0, dot);
    String feature = reference.substring(dot + 1);
    Optional<List<String>> features = catalog.featuresOf(used);
    if (features.isEmpty() && problems.mayDefine(FeatureViewYaml.class, used)) {
      return;
    } else if (features.isEmpty()) {
      problems.add(
          place(view),
          catalog
              .versions(used)
              .map(several -> "view '%s' uses '%s': %s".formatted(view.name(), reference, several))
              .orElseGet(
                  () ->
                      "view '%s' uses view '%s', which there is not.%s"
                          .formatted(
                              view.name(), used, Problems.suggest(used, catalog.viewNames()))));
      return;
    }
    Optional.ofNullable(catalog.onDemand().get(used)).ifPresent(this::visit);
    if (!features.get().contains(feature)) {
      problems.add(
          place(view),
          "view '%s' uses '%s', but view '%s' has no such feature.%s"
              .formatted(view.name(), reference, used, Problems.suggest(feature, features.get())));
    }
  }

  private Location place(OnDemandView view) {
    return Objects.requireNonNull(places.get(view.name()));
  }
}
