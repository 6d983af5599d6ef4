package io.falaj.features;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a training set asks for: {@code view.feature} or {@code view.*}, then optionally {@code as
 * name} ({@code as prefix_*} with a star), then optionally {@code on key = column, …} where the
 * labels name an entity's key differently.
 *
 * @param view the view's name
 * @param feature the feature's name; absent for all of them
 * @param alias the column's name, or with a star its prefix
 * @param on the labels' column for keys of the entity that they name differently
 */
public record FeatureRef(
    String view, Optional<String> feature, Optional<String> alias, Map<String, String> on) {

  private static final String NAME = "[a-z][a-z0-9_]*";
  private static final Pattern REF =
      Pattern.compile(
          "(?<view>%1$s)\\.(?<feature>%1$s|\\*)(\\s+as\\s+(?<alias>%1$s\\*?))?(\\s+on\\s+(?<on>.+))?"
              .formatted(NAME));
  private static final Pattern PAIR =
      Pattern.compile("\\s*(?<key>%1$s)\\s*=\\s*(?<column>%1$s)\\s*".formatted(NAME));

  public FeatureRef {
    on = Collections.unmodifiableMap(new LinkedHashMap<>(on));
  }

  /**
   * Reads a reference.
   *
   * @throws IllegalArgumentException if it has another shape
   */
  public static FeatureRef parse(String text) {
    Matcher matcher = REF.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          ("'%s' names no feature: write view.feature or view.*, then if needed 'as name' (with a"
                  + " star: 'as prefix_*') and 'on key = column'.")
              .formatted(text));
    }
    Optional<String> feature = Optional.of(matcher.group("feature")).filter(f -> !f.equals("*"));
    Optional<String> alias = Optional.ofNullable(matcher.group("alias"));
    if (alias.isPresent() && alias.get().endsWith("*") == feature.isPresent()) {
      throw new IllegalArgumentException(
          feature.isPresent()
              ? "'%s' renames one feature: leave the star out of its name.".formatted(text)
              : "'%s' renames all features of a view: write a prefix, 'as prefix_*'."
                  .formatted(text));
    }
    return new FeatureRef(
        matcher.group("view"),
        feature,
        alias.map(a -> a.endsWith("*") ? a.substring(0, a.length() - 1) : a),
        on(text, Optional.ofNullable(matcher.group("on"))));
  }

  /** The column's name of one of the features that this asks for. */
  String outputName(String featureName) {
    return feature.isPresent() ? alias.orElse(featureName) : alias.orElse("") + featureName;
  }

  private static Map<String, String> on(String text, Optional<String> pairs) {
    Map<String, String> on = new LinkedHashMap<>();
    if (pairs.isPresent()) {
      for (String pair : pairs.get().split(",", -1)) {
        Matcher matcher = PAIR.matcher(pair);
        if (!matcher.matches()) {
          throw new IllegalArgumentException(
              "'%s': '%s' is no 'key = column'.".formatted(text, pair.strip()));
        }
        if (on.put(matcher.group("key"), matcher.group("column")) != null) {
          throw new IllegalArgumentException(
              "'%s': key '%s' is given twice.".formatted(text, matcher.group("key")));
        }
      }
    }
    return on;
  }
}
