package io.falaj.features;

import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks one feature that is the quotient of two others of its view. */
final class RatioParser {

  private final String name;
  private final FeatureYaml yaml;
  private final Map<String, FeatureYaml> declared;
  private final Problems problems;

  RatioParser(String name, FeatureYaml yaml, Map<String, FeatureYaml> declared, Problems problems) {
    this.name = name;
    this.yaml = yaml;
    this.declared = declared;
    this.problems = problems;
  }

  /**
   * The ratio, where nothing is wrong with it.
   *
   * @param events what could be made of the view's other features
   */
  Optional<Ratio> parse(Map<String, EventFeature> events) {
    int before = problems.messages().size();
    Names.check("feature", name, yaml.location(), problems);
    List<String> superfluous = superfluous();
    if (!superfluous.isEmpty()) {
      add(
          "feature '%s' is the ratio of two other features: leave out %s."
              .formatted(name, String.join(", ", superfluous)));
    }
    if (yaml.to() == null) {
      add("feature '%s' needs 'to', the feature that 'ratio' is divided by.".formatted(name));
    }
    Optional<EventFeature> of = operand(yaml.ratio(), events);
    Optional<EventFeature> to = operand(yaml.to(), events);
    return problems.messages().size() > before || of.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ratio(name, of.get(), to.get()));
  }

  private List<String> superfluous() {
    List<String> keys = new ArrayList<>();
    note(keys, "'of'", yaml.of());
    note(keys, "'aggregate'", yaml.aggregate());
    note(keys, "'window'", yaml.window());
    note(keys, "'where'", yaml.where());
    note(keys, "'k'", yaml.k());
    note(keys, "'q'", yaml.q());
    note(keys, "'null_policy'", yaml.nullPolicy() == NullPolicy.SKIP ? yaml.nullPolicy() : null);
    return keys;
  }

  private static void note(List<String> keys, String key, @Nullable Object given) {
    if (given != null) {
      keys.add(key);
    }
  }

  private Optional<EventFeature> operand(
      @Nullable String wanted, Map<String, EventFeature> events) {
    if (wanted == null) {
      return Optional.empty();
    }
    FeatureYaml feature = declared.get(wanted);
    if (feature == null) {
      add(
          "feature '%s' is a ratio with '%s', which its view has not.%s"
              .formatted(name, wanted, Problems.suggest(wanted, declared.keySet())));
    } else if (feature.ratio() != null) {
      add(
          "feature '%s' is a ratio with '%s', which is one itself: name features that are computed from events."
              .formatted(name, wanted));
    }
    return Optional.ofNullable(events.get(wanted)); // absent where it is wrong itself, and told so
  }

  private void add(String message) {
    problems.add(yaml.location(), message);
  }
}
