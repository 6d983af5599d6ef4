package io.falaj.features;

import io.falaj.lineage.config.Problems;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Checks one feature that is computed from events. */
final class FeatureParser {

  /** More of them are no feature, but a table. */
  private static final int MOST_KEPT = 10_000;

  private final String name;
  private final FeatureYaml yaml;
  private final Problems problems;

  FeatureParser(String name, FeatureYaml yaml, Problems problems) {
    this.name = name;
    this.yaml = yaml;
    this.problems = problems;
  }

  Optional<EventFeature> parse(boolean hasTime) {
    int before = problems.messages().size();
    Names.check("feature", name, yaml.location(), problems);
    Optional<SqlText> of = sql("'of'", yaml.of());
    Optional<SqlText> where = sql("'where'", yaml.where());
    Aggregate aggregate = yaml.aggregate() == null ? Aggregate.LAST : yaml.aggregate();
    if (yaml.aggregate() == null) {
      checkLatest();
    } else {
      checkWindowed(aggregate, hasTime);
    }
    checkParameters(aggregate);
    if (problems.messages().size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new EventFeature(
            name,
            aggregate,
            of,
            where,
            Optional.ofNullable(yaml.window()),
            yaml.k() == null ? OptionalInt.empty() : OptionalInt.of(yaml.k()),
            yaml.q() == null ? OptionalDouble.empty() : OptionalDouble.of(yaml.q()),
            yaml.nullPolicy()));
  }

  private Optional<SqlText> sql(String what, @Nullable String text) {
    return text == null ? Optional.empty() : SqlText.parse(what, text, yaml.location(), problems);
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
    if (yaml.window() == null && !aggregate.endless()) {
      add("feature '%s' aggregates without 'window': say how far back, for example 'window: 24h'.");
    } else if (yaml.window() != null && yaml.window().isZero()) {
      add("feature '%s' has an empty 'window': make it longer than nothing.");
    }
    if (!hasTime && yaml.window() != null) {
      add("feature '%s' has a 'window', but its view has no 'event_time' to measure it by.");
    }
    if (yaml.nullPolicy() == NullPolicy.SKIP && !aggregate.positional()) {
      add(
          "feature '%s': 'null_policy' is for first and last values; other aggregates leave nulls"
              + " out.");
    }
  }

  private void checkParameters(Aggregate aggregate) {
    if (yaml.to() != null) {
      add("feature '%s' has 'to', which is for 'ratio' alone: leave it out.");
    }
    Integer k = yaml.k();
    if (aggregate == Aggregate.LAST_K) {
      if (k == null) {
        add("feature '%s' needs 'k': say how many values it keeps, for example 'k: 5'.");
      } else if (k < 1 || k > MOST_KEPT) {
        add("feature '%s': 'k' is from 1 to " + MOST_KEPT + ", not " + k + ".");
      }
    } else if (k != null) {
      add("feature '%s' has 'k', which is for 'last_k' alone: leave it out.");
    }
    Double q = yaml.q();
    if (aggregate == Aggregate.QUANTILE) {
      if (q == null) {
        add("feature '%s' needs 'q': say which quantile, for example 'q: 0.9'.");
      } else if (!(q >= 0 && q <= 1)) {
        add("feature '%s': 'q' is from 0 to 1, not " + q + ".");
      }
    } else if (q != null) {
      add("feature '%s' has 'q', which is for 'quantile' alone: leave it out.");
    }
  }

  private void add(String message) {
    problems.add(yaml.location(), message.formatted(name));
  }
}
