package io.falaj.features;

import io.falaj.lineage.config.Problems;
import java.util.Optional;

/** Checks one feature of a stored view. */
final class FeatureParser {

  private final String name;
  private final FeatureYaml yaml;
  private final Problems problems;

  FeatureParser(String name, FeatureYaml yaml, Problems problems) {
    this.name = name;
    this.yaml = yaml;
    this.problems = problems;
  }

  Optional<Feature> parse(boolean hasTime) {
    int before = problems.messages().size();
    Names.check("feature", name, yaml.location(), problems);
    Optional<SqlText> of =
        yaml.of() == null
            ? Optional.empty()
            : SqlText.parse("'of'", yaml.of(), yaml.location(), problems);
    if (yaml.aggregate() == null) {
      checkLatest();
    } else {
      checkWindowed(yaml.aggregate(), hasTime);
    }
    if (problems.messages().size() > before) {
      return Optional.empty();
    }
    return yaml.aggregate() == null || yaml.window() == null
        ? Optional.of(new Feature.Latest(name, of.orElseThrow(), yaml.nullPolicy()))
        : Optional.of(
            new Feature.Windowed(name, yaml.aggregate(), of, yaml.window(), yaml.nullPolicy()));
  }

  private void checkLatest() {
    if (yaml.of() == null) {
      add("feature '%s' needs 'of', the expression whose last value it is.");
    }
    if (yaml.window() != null) {
      add("feature '%s' has a 'window' but no 'aggregate': say what is computed over it.");
    }
  }

  private void checkWindowed(Aggregate aggregate, boolean hasTime) {
    if (yaml.of() == null && aggregate != Aggregate.COUNT) {
      add("feature '%s' needs 'of': only 'count' does without.");
    }
    if (yaml.window() == null && aggregate != Aggregate.LAST) {
      add("feature '%s' aggregates without 'window': say how far back, for example 'window: 24h'.");
    } else if (yaml.window() != null && yaml.window().isZero()) {
      add("feature '%s' has an empty 'window': make it longer than nothing.");
    }
    if (!hasTime && yaml.window() != null) {
      add("feature '%s' has a 'window', but its view has no 'event_time' to measure it by.");
    }
    if (yaml.nullPolicy() == NullPolicy.SKIP && aggregate != Aggregate.LAST) {
      add("feature '%s': 'null_policy' is for last values; other aggregates leave nulls out.");
    }
  }

  private void add(String message) {
    problems.add(yaml.location(), message.formatted(name));
  }
}
