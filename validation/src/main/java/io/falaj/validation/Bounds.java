package io.falaj.validation;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where a number may lie; both ends belong to it, and NaN lies nowhere.
 *
 * @param min the least that passes
 * @param max the greatest that passes
 */
public record Bounds(OptionalDouble min, OptionalDouble max) {

  /**
   * The bounds that an expectation gives.
   *
   * @param kind of the expectation, for messages
   * @throws IllegalArgumentException if there is none, if no number lies between them, or if one is
   *     no finite number
   */
  static Bounds of(String kind, @Nullable Double min, @Nullable Double max) {
    if (min == null && max == null) {
      throw new IllegalArgumentException("%s needs 'min' or 'max'.".formatted(kind));
    }
    Bounds bounds = new Bounds(finite(kind, "min", min), finite(kind, "max", max));
    if (min != null && max != null && min > max) {
      throw new IllegalArgumentException(
          "%s has 'min' %s above 'max' %s, and nothing lies between: exchange them."
              .formatted(kind, text(min), text(max)));
    }
    return bounds;
  }

  private static OptionalDouble finite(String kind, String key, @Nullable Double value) {
    if (value == null) {
      return OptionalDouble.empty();
    }
    checkFinite(kind, key, value);
    return OptionalDouble.of(value);
  }

  /**
   * That a bound is a finite number.
   *
   * @throws IllegalArgumentException if it is none
   */
  static void checkFinite(String kind, String key, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "%s has '%s' %s, which is no bound: leave it out, or give a number."
              .formatted(kind, key, value));
    }
  }

  boolean contains(double value) {
    return reach(value, value);
  }

  /** Whether some number from low to high lies within. */
  boolean reach(double low, double high) {
    return (min.isEmpty() || high >= min.getAsDouble())
        && (max.isEmpty() || low <= max.getAsDouble());
  }

  /** For people: {@code at least 1 at most 2}. */
  String describe() {
    return "%s%s%s"
        .formatted(
            min.isPresent() ? "at least " + text(min.getAsDouble()) : "",
            min.isPresent() && max.isPresent() ? " " : "",
            max.isPresent() ? "at most " + text(max.getAsDouble()) : "");
  }

  /** A finite number without a needless fraction: 3, not 3.0. */
  static String text(double value) {
    return text(BigDecimal.valueOf(value));
  }

  /** Its digits, or a power of ten where there would be many zeros. */
  static String text(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < -20 || stripped.scale() > 40
        ? stripped.toString()
        : stripped.toPlainString();
  }
}
