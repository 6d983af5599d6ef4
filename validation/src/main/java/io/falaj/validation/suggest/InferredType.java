package io.falaj.validation.suggest;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FractionalType;

/**
 * The narrowest type that every value of a column reads as without losing a digit, with room for
 * more.
 *
 * @param type the type
 * @param why what speaks for it, where that is not plain; else empty
 */
record InferredType(DataType type, String why) {

  /** Digits that a double keeps. */
  private static final int DOUBLE_DIGITS = 17;

  private static final int MOST_DIGITS = 38;

  /**
   * Digits of a whole number that a decimal of the inferred kind has room for beyond those seen.
   */
  private static final int ROOM = 2;

  /** With as many digits behind every point, a number is a decimal: 12.50. */
  private static final int FIXED_SCALE = 2;

  private static final BigDecimal INT = BigDecimal.valueOf(Integer.MAX_VALUE);
  private static final BigDecimal LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  static InferredType of(ColumnSeen column) {
    if (column.count() == 0) {
      return text("its type cannot be told");
    } else if (column.anyPersonal() && column.personal().isPresent()) {
      return text("");
    } else if (column.booleans()) {
      return new InferredType(DataTypes.BooleanType, "");
    }
    return column
        .numbers()
        .map(InferredType::number)
        .or(() -> column.times().map(InferredType::time))
        .orElseGet(() -> text(""));
  }

  private static InferredType text(String why) {
    return new InferredType(DataTypes.StringType, why);
  }

  private static InferredType time(TimeSeen times) {
    if (times.daysOnly()) {
      return new InferredType(DataTypes.DateType, "");
    }
    return new InferredType(
        DataTypes.TimestampType,
        times.withoutZone() == 0
            ? ""
            : Yaml.count(times.withoutZone()) + " times without a zone are read as UTC");
  }

  private static InferredType number(NumberSeen numbers) {
    if (numbers.whole()) {
      return whole(numbers);
    }
    int scale = numbers.commonScale();
    boolean decimal = scale >= FIXED_SCALE || numbers.significantDigits() > DOUBLE_DIGITS;
    if (decimal && numbers.notFinite() == 0) {
      int behind = numbers.greatestScale();
      int precision = numbers.wholeDigits() + ROOM + behind;
      if (precision <= MOST_DIGITS) {
        return new InferredType(
            DataTypes.createDecimalType(precision, behind),
            scale >= 0
                ? "each has %s digits behind the point".formatted(scale)
                : "a double would lose digits");
      }
    }
    return new InferredType(
        DataTypes.DoubleType,
        numbers.significantDigits() > DOUBLE_DIGITS ? "digits beyond the 17th are lost" : "");
  }

  private static InferredType whole(NumberSeen numbers) {
    BigDecimal min = Optional.ofNullable(numbers.min()).orElse(BigDecimal.ZERO);
    BigDecimal max = Optional.ofNullable(numbers.max()).orElse(BigDecimal.ZERO);
    Margin<BigDecimal> room = Margin.around(min, max, 0);
    BigDecimal most = room.min().abs().max(room.max().abs());
    if (most.compareTo(INT) <= 0) {
      return new InferredType(DataTypes.IntegerType, "");
    } else if (most.compareTo(LONG) <= 0) {
      return new InferredType(DataTypes.LongType, "");
    }
    int precision = numbers.wholeDigits() + ROOM;
    return precision <= MOST_DIGITS
        ? new InferredType(DataTypes.createDecimalType(precision, 0), "beyond a long")
        : text("whole numbers beyond what a decimal can hold");
  }

  /** Digits behind the point that a bound of such a column may have. */
  int boundScale() {
    return type instanceof DecimalType decimal
        ? decimal.scale()
        : type instanceof FractionalType ? Integer.MAX_VALUE : 0;
  }

  /** The greatest number that it can hold, beyond which there can be no bound. */
  Optional<BigDecimal> greatest() {
    return type instanceof DecimalType decimal
        ? Optional.of(
            BigDecimal.TEN
                .pow(decimal.precision())
                .subtract(BigDecimal.ONE)
                .movePointLeft(decimal.scale()))
        : Optional.empty();
  }

  /** As YAML names it. */
  String yaml() {
    if (type instanceof DecimalType decimal) {
      return "\"decimal(%s,%s)\"".formatted(decimal.precision(), decimal.scale());
    } else if (type.equals(DataTypes.IntegerType)) {
      return "int";
    }
    return type.equals(DataTypes.LongType) ? "long" : type.typeName();
  }
}
