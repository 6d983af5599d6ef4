package io.falaj.validation;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Texts that read as values of a type, where Spark's own cast takes more than are meant so. What
 * these let pass, and every text of another type, reads as Spark casts it; a text that does not
 * read is null. It stands under no condition, so that a row's value is read once for all who want
 * it.
 */
public enum TypedText {
  /**
   * Digits, perhaps with a point and an exponent, of a number that the type holds; or NaN and
   * Infinity as words. Java's own 1d, 1f and 0x1p3 are none, and neither is 1e400: it is no
   * infinity, but beyond what the type holds.
   */
  DOUBLE,

  /** The same, of the narrower type. */
  FLOAT,

  /**
   * A year of four digits and what is behind it; of more digits, the first of which is no 0, behind
   * a sign: 00012 is a code, and no year.
   */
  DATE,

  /**
   * The same, and the year and a dash stand before a time of day, if there is one: Spark reads
   * 05:00 and T05 as that time of today, and a row would change from day to day.
   */
  TIMESTAMP;

  private static final int YEAR_DIGITS = 4;

  /** With no more characters and no exponent, a number is not beyond a float. */
  private static final int SHORT = 38;

  /** The value of a column of texts, null where it does not read. */
  static Column value(Column text, DataType type) {
    return of(type)
        .map(rule -> Call.of(rule, "only", DataTypes.StringType, text))
        .orElse(text)
        .try_cast(type);
  }

  /** The class of the error of a text that does not {@link #value read}. */
  static Column error(Column text, DataType type) {
    Column refused = functions.lit("CAST_INVALID_INPUT");
    Column beyond =
        type instanceof DoubleType || type instanceof FloatType
            ? functions
                .when(
                    functions.abs(text.try_cast(type)).equalTo(Double.POSITIVE_INFINITY),
                    "CAST_OVERFLOW")
                .otherwise(refused)
            : refused;
    return functions.coalesce(ErrorOf.of(text.cast(type)), beyond);
  }

  /** Whether a text may be one of the type, as far as it is asked here. */
  static boolean allows(String text, DataType type) {
    return of(type).map(rule -> rule.only(UTF8String.fromString(text)) != null).orElse(true);
  }

  private static Optional<TypedText> of(DataType type) {
    if (type instanceof DoubleType) {
      return Optional.of(DOUBLE);
    } else if (type instanceof FloatType) {
      return Optional.of(FLOAT);
    } else if (type instanceof DateType) {
      return Optional.of(DATE);
    }
    return type instanceof TimestampType ? Optional.of(TIMESTAMP) : Optional.empty();
  }

  /** The text if it may be one of the type, or else null. */
  public @Nullable UTF8String only(UTF8String text) {
    boolean passes =
        switch (this) {
          case DOUBLE, FLOAT -> isNumber(text);
          case DATE -> isYear(text);
          case TIMESTAMP -> isYear(text) && isDated(text);
        };
    return passes ? text : null;
  }

  private boolean isNumber(UTF8String text) {
    boolean digits = false;
    boolean exponent = false;
    for (int i = start(text); i < text.numBytes(); i++) {
      byte at = text.getByte(i);
      if (at >= '0' && at <= '9') {
        digits = true;
      } else if (at > ' ' && at != '.' && at != '+' && at != '-') {
        if (!digits || (at != 'e' && at != 'E')) {
          return !digits; // what begins with a letter is a word, or nothing
        }
        exponent = true;
      }
    }
    return (!exponent && text.numBytes() <= SHORT) || !isBeyond(text.toString());
  }

  private boolean isBeyond(String number) {
    try {
      return this == FLOAT
          ? Float.isInfinite(Float.parseFloat(number))
          : Double.isInfinite(Double.parseDouble(number));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isYear(UTF8String text) {
    int start = start(text);
    boolean signed =
        start < text.numBytes() && (text.getByte(start) == '+' || text.getByte(start) == '-');
    int first = signed ? start + 1 : start;
    int end = first;
    while (isDigit(text, end)) {
      end++;
    }
    return end - first <= YEAR_DIGITS || (signed && text.getByte(first) != '0');
  }

  private static boolean isDated(UTF8String text) {
    int dash = -1;
    for (int i = 0; i < text.numBytes(); i++) {
      byte at = text.getByte(i);
      if (at == '-' && dash < 0) {
        dash = i;
      } else if (at == ':' || at == 'T') {
        return dash >= YEAR_DIGITS;
      }
    }
    return true;
  }

  private static boolean isDigit(UTF8String text, int i) {
    return i < text.numBytes() && text.getByte(i) >= '0' && text.getByte(i) <= '9';
  }

  /** Behind the blanks and control characters that a cast leaves out. */
  private static int start(UTF8String text) {
    int start = 0;
    while (start < text.numBytes() && isBlank(text.getByte(start))) {
      start++;
    }
    return start;
  }

  private static boolean isBlank(byte at) {
    return (at >= 0 && at <= ' ') || at == Byte.MAX_VALUE;
  }
}
