package io.falaj.features;

import io.falaj.features.FeatureSelection.Join;
import io.falaj.features.FeatureSelection.Output;
import io.falaj.lineage.Fingerprint;
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
import java.util.TreeMap;

/** Resolves references to features against a catalog. */
final class SelectionParser {

  private final FeatureCatalog catalog;
  private final Location at;
  private final Problems problems;
  private final Map<String, Wanted> joins = new LinkedHashMap<>();
  private final Set<String> computed = new LinkedHashSet<>();
  private final Map<String, Output> outputs = new LinkedHashMap<>();
  private boolean broken;

  private record Wanted(
      String reference, FeatureView view, List<String> labelKeys, Set<String> features) {}

  SelectionParser(FeatureCatalog catalog, Location at, Problems problems) {
    this.catalog = catalog;
    this.at = at;
    this.problems = problems;
  }

  Optional<FeatureSelection> parse(List<String> references) {
    int before = problems.messages().size();
    for (String reference : references) {
      try {
        add(FeatureRef.parse(reference));
      } catch (IllegalArgumentException e) {
        problems.add(at, String.valueOf(e.getMessage()));
      }
    }
    if (broken || problems.messages().size() > before) {
      return Optional.empty();
    }
    List<Join> resolved = new ArrayList<>();
    joins.forEach(
        (name, wanted) ->
            resolved.add(
                new Join(
                    name,
                    wanted.reference(),
                    wanted.view(),
                    wanted.labelKeys(),
                    wanted.view().features().stream()
                        .filter(f -> wanted.features().contains(f.name()))
                        .toList())));
    List<OnDemandView> onDemand =
        catalog.onDemand().values().stream().filter(v -> computed.contains(v.name())).toList();
    return Optional.of(new FeatureSelection(resolved, onDemand, List.copyOf(outputs.values())));
  }

  private void add(FeatureRef ref) {
    Optional<List<String>> known = catalog.featuresOf(ref.view());
    if (known.isEmpty() && problems.mayDefine(FeatureViewYaml.class, ref.view())) {
      broken = true;
      return;
    } else if (known.isEmpty()) {
      problems.add(
          at,
          catalog
              .versions(ref.view())
              .orElseGet(
                  () ->
                      "unknown feature view '%s'.%s"
                          .formatted(
                              ref.view(), Problems.suggest(ref.view(), catalog.viewNames()))));
      return;
    }
    if (ref.feature().isPresent() && !known.get().contains(ref.feature().get())) {
      problems.add(
          at,
          "feature view '%s' has no feature '%s'.%s"
              .formatted(
                  ref.view(),
                  ref.feature().get(),
                  Problems.suggest(ref.feature().get(), known.get())));
      return;
    }
    for (String feature : ref.feature().map(List::of).orElse(known.get())) {
      Optional<FeatureView> view = catalog.view(ref.view());
      if (view.isPresent()) {
        String from = join(ref.view(), view.get(), ref.on(), feature);
        output(ref, from, feature, meaning(view.get(), feature, ref.on()));
      } else {
        OnDemandView onDemand = Objects.requireNonNull(catalog.onDemand().get(ref.view()));
        if (!ref.on().isEmpty()) {
          problems.add(at, "'%s' is computed on demand: it has no keys.".formatted(ref.view()));
        }
        compute(onDemand);
        output(ref, onDemand.name(), feature, meaning(onDemand, feature));
      }
    }
  }

  private String join(String reference, FeatureView view, Map<String, String> on, String feature) {
    List<String> keys = view.entity().keyNames();
    for (String key : on.keySet()) {
      if (!keys.contains(key)) {
        problems.add(
            at,
            "entity '%s' of view '%s' has no key '%s'.%s"
                .formatted(view.entity().name(), view.name(), key, Problems.suggest(key, keys)));
      }
    }
    List<String> labelKeys = keys.stream().map(key -> on.getOrDefault(key, key)).toList();
    String name =
        labelKeys.equals(keys) ? reference : reference + "__" + String.join("__", labelKeys);
    while (taken(name, reference, labelKeys)) {
      name += "_";
    }
    joins
        .computeIfAbsent(name, n -> new Wanted(reference, view, labelKeys, new LinkedHashSet<>()))
        .features()
        .add(feature);
    return name;
  }

  /** Whether a name means another join, or another view. */
  private boolean taken(String name, String reference, List<String> labelKeys) {
    Wanted there = joins.get(name);
    return there != null
        ? !there.reference().equals(reference) || !there.labelKeys().equals(labelKeys)
        : !name.equals(reference) && catalog.viewNames().contains(name);
  }

  /** Takes the on-demand view in, and all that it uses. */
  private void compute(OnDemandView view) {
    if (!computed.add(view.name())) {
      return;
    }
    for (SqlText sql : view.features().values()) {
      for (String reference : sql.references()) {
        int dot = reference.indexOf('.');
        if (dot > 0) {
          String used = reference.substring(0, dot);
          Optional<FeatureView> stored = catalog.view(used);
          OnDemandView other = catalog.onDemand().get(used);
          if (stored.isPresent()) {
            join(used, stored.get(), Map.of(), reference.substring(dot + 1));
          } else if (other != null) {
            compute(other);
          }
        }
      }
    }
  }

  private void output(FeatureRef ref, String from, String feature, Fingerprint meaning) {
    String column = ref.outputName(feature);
    Output output = new Output(column, from, feature, meaning);
    Output clash = outputs.putIfAbsent(column, output);
    if (clash != null && !clash.equals(output)) {
      problems.add(
          at,
          "'%s.%s' and '%s.%s' would both be column '%s': rename one with 'as'."
              .formatted(clash.from(), clash.feature(), from, feature, column));
    }
  }

  private static Fingerprint meaning(FeatureView view, String feature, Map<String, String> on) {
    Map<String, String> renamed = new TreeMap<>(on);
    renamed.entrySet().removeIf(pair -> pair.getKey().equals(pair.getValue()));
    return Fingerprint.builder("joined")
        .add("feature", view.fingerprint(view.feature(feature).orElseThrow()))
        .add("on", renamed)
        .build();
  }

  /** What a feature on demand means depends on what the views it uses mean. */
  private Fingerprint meaning(OnDemandView view, String feature) {
    SqlText sql = Objects.requireNonNull(view.features().get(feature));
    Fingerprint.Builder builder =
        Fingerprint.builder("on_demand").add("name", feature).add("sql", sql.canonical());
    for (String reference : sql.references()) {
      int dot = reference.indexOf('.');
      if (dot > 0) {
        String used = reference.substring(0, dot);
        String name = reference.substring(dot + 1);
        OnDemandView other = catalog.onDemand().get(used);
        builder.add(
            "uses " + reference,
            catalog
                .view(used)
                .map(stored -> meaning(stored, name, Map.of()))
                .orElseGet(() -> other != null ? meaning(other, name) : null));
      }
    }
    return builder.build();
  }
}
