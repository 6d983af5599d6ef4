package io.falaj.validation;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Values of YAML as values of a column's type. Nothing is rounded: whole numbers and decimals are
 * read to the last digit, and floating point numbers as the column's own texts are.
 */
final class Literals {

  /** Where a text gives the time alone, Spark takes today for the day. */
  private static final Pattern WITH_DAY = Pattern.compile("^\\s*[+-]?\\d{4}");

  private Literals() {}

  /** Whether a text reads as a value that such a column can be compared with. */
  static boolean reads(String text, DataType type) {
    return read(text, type) != null;
  }

  /** What to say of a text that does not read as a column's type. */
  static String unread(String text, String column, DataType type) {
    return "'%s' does not read as %s, the type of column '%s'."
        .formatted(text, type.simpleString(), column);
  }

  /** Whether a text reads as a value that such a column can have. */
  static boolean isOf(String text, DataType type) {
    Object value = read(text, type);
    return value instanceof BigDecimal number
        ? ExactNumbers.of(type).orElseThrow().contains(number)
        : value != null;
  }

  /**
   * A text as such a column is compared with it: a {@link BigDecimal} for whole numbers and
   * decimals, else whatever Spark holds a value of the type in.
   *
   * @throws IllegalArgumentException if it does not read as one
   */
  @SuppressWarnings("unchecked") // whatever Spark holds values of these types in compares
  static Comparable<Object> value(String text, DataType type) {
    Object value = read(text, type);
    if (value == null) {
      throw new IllegalArgumentException(text + " does not read as " + type.simpleString());
    }
    return (Comparable<Object>) value;
  }

  /** A text that {@link #isOf} the type, as a constant of it. */
  static org.apache.spark.sql.Column column(String text, DataType type) {
    return read(text, type) instanceof BigDecimal number
        ? column(number, type)
        : functions.lit(text).cast(type);
  }

  /** A number that is one of the type's, as a constant of it. */
  static org.apache.spark.sql.Column column(BigDecimal number, DataType type) {
    int scale = ExactNumbers.of(type).orElseThrow().scale();
    return functions.lit(number.setScale(scale)).cast(type);
  }

  private static @Nullable Object read(String text, DataType type) {
    Optional<ExactNumbers> exact = ExactNumbers.of(type);
    if (exact.isPresent()) {
      return ExactNumbers.read(text);
    }
    if (!TypedText.allows(text, type) || (type instanceof TimestampType && !namesADay(text))) {
      return null;
    }
    Literal literal = new Literal(UTF8String.fromString(text), DataTypes.StringType);
    Object value = new Cast(literal, type, Option.apply("UTC"), EvalMode.TRY()).eval(null);
    return isBeyond(value) && ExactNumbers.read(text) != null ? null : value;
  }

  /** Whether the text of a time does not begin with the time of day, or with a word. */
  static boolean namesADay(String time) {
    return WITH_DAY.matcher(time).find();
  }

  /** A number that is written in digits and reads as infinity is none that the type has. */
  private static boolean isBeyond(@Nullable Object value) {
    return value instanceof Number number && Double.isInfinite(number.doubleValue());
  }
}
