package io.falaj.features;

import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts each view that is computed on demand after those it uses, and finds those that cannot be.
 */
final class OnDemandOrder {

  private final Map<String, FeatureView> views;
  private final Map<String, OnDemandView> onDemand;
  private final Map<String, Location> places;
  private final Problems problems;
  private final Map<String, OnDemandView> ordered = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();

  OnDemandOrder(
      Map<String, FeatureView> views,
      Map<String, OnDemandView> onDemand,
      Map<String, Location> places,
      Problems problems) {
    this.views = views;
    this.onDemand = onDemand;
    this.places = places;
    this.problems = problems;
  }

  Map<String, OnDemandView> ordered() {
    onDemand.values().forEach(this::visit);
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
    Set<String> features = new TreeSet<>();
    if (views.containsKey(used)) {
      features.addAll(Objects.requireNonNull(views.get(used)).featureNames());
    } else if (onDemand.containsKey(used)) {
      OnDemandView other = Objects.requireNonNull(onDemand.get(used));
      features.addAll(other.features().keySet());
      visit(other);
    } else {
      Set<String> known = new TreeSet<>(views.keySet());
      known.addAll(onDemand.keySet());
      problems.add(
          place(view),
          "view '%s' uses view '%s', which there is not.%s"
              .formatted(view.name(), used, Problems.suggest(used, known)));
      return;
    }
    if (!features.contains(feature)) {
      problems.add(
          place(view),
          "view '%s' uses '%s', but view '%s' has no such feature.%s"
              .formatted(view.name(), reference, used, Problems.suggest(feature, features)));
    }
  }

  private Location place(OnDemandView view) {
    return Objects.requireNonNull(places.get(view.name()));
  }
}
