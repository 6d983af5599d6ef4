package io.falaj.validation;

import static org.apache.spark.sql.functions.lit;

import io.falaj.validation.Expectation.InRange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.jspecify.annotations.Nullable;

/**
 * An {@code in_range} in the type of its column. Its ends are values that the column can have, so
 * that both are compared as they are: of whole numbers, from 0.5 to 2.5 is from 1 to 2.
 *
 * @param min the least value that passes; null where none is too small
 * @param max the greatest value that passes, likewise
 */
record TypedRange(@Nullable Column min, @Nullable Column max) {

  /**
   * The range as values of the column's type.
   *
   * @throws IllegalArgumentException if an end does not read as such a value, or if none lies
   *     between; the message says what to mend
   */
  static TypedRange of(InRange range, DataType type) {
    check("min", range.min(), range.column(), type);
    check("max", range.max(), range.column(), type);
    if (isReversed(range, type)) {
      throw new IllegalArgumentException(
          "in_range has 'min' %s above 'max' %s, and nothing lies between: exchange them."
              .formatted(range.min(), range.max()));
    }
    return ExactNumbers.of(type)
        .map(numbers -> exact(range, type, numbers))
        .orElseGet(() -> new TypedRange(column(range.min(), type), column(range.max(), type)));
  }

  private static void check(String key, @Nullable String end, String column, DataType type) {
    if (end != null && !Literals.reads(end, type)) {
      throw new IllegalArgumentException(Literals.unread(end, column, type));
    }
    if (end != null && (type instanceof FloatType || type instanceof DoubleType)) {
      Bounds.checkFinite("in_range", key, ((Number) Literals.value(end, type)).doubleValue());
    }
  }

  private static boolean isReversed(InRange range, DataType type) {
    return range.min() != null
        && range.max() != null
        && Literals.value(range.min(), type).compareTo(Literals.value(range.max(), type)) > 0;
  }

  private static @Nullable Column column(@Nullable String text, DataType type) {
    return text == null ? null : Literals.column(text, type);
  }

  private static TypedRange exact(InRange range, DataType type, ExactNumbers numbers) {
    BigDecimal min = end(range.min(), numbers.least(), RoundingMode.CEILING);
    BigDecimal max = end(range.max(), numbers.greatest(), RoundingMode.FLOOR);
    if (min.compareTo(max) > 0
        || min.compareTo(numbers.greatest()) > 0
        || max.compareTo(numbers.least()) < 0) {
      throw new IllegalArgumentException(
          "in_range of column '%s': no %s is %s, so that no row would pass. Give other bounds."
              .formatted(range.column(), type.simpleString(), told(range)));
    }
    return new TypedRange(
        min.compareTo(numbers.least()) <= 0 ? null : Literals.column(min, type),
        max.compareTo(numbers.greatest()) >= 0 ? null : Literals.column(max, type));
  }

  /** The number that is nearest to an end and within the range. */
  private static BigDecimal end(@Nullable String text, BigDecimal otherwise, RoundingMode inwards) {
    return text == null
        ? otherwise
        : Objects.requireNonNull(ExactNumbers.read(text)).setScale(otherwise.scale(), inwards);
  }

  private static String told(InRange range) {
    if (range.max() == null) {
      return range.min() + " or more";
    }
    return range.min() == null
        ? range.max() + " or less"
        : "from %s to %s".formatted(range.min(), range.max());
  }

  /** Whether a value lies within; null of null. */
  Column contains(Column value) {
    Column within = min == null ? lit(true) : value.geq(min);
    return max == null ? within : within.and(value.leq(max));
  }
}
