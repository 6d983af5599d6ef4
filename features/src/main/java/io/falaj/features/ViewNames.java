package io.falaj.features;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pipeline's views are asked for by: their names, and their versioned names where several
 * versions of one are side by side.
 */
final class ViewNames {

  private final Map<String, Set<Integer>> versions = new HashMap<>();

  ViewNames(List<FeatureViewYaml> views) {
    for (FeatureViewYaml view : views) {
      versions.computeIfAbsent(view.featureView(), name -> new HashSet<>()).add(view.version());
    }
  }

  String of(FeatureViewYaml view) {
    boolean several = versions.getOrDefault(view.featureView(), Set.of()).size() > 1;
    return several && !view.onDemand() ? view.versionedName() : view.featureView();
  }
}
