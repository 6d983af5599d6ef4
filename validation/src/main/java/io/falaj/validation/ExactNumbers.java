package io.falaj.validation;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that a type holds to the digit: all between two, with as many digits behind the point
 * as these have.
 *
 * @param least of them
 * @param greatest of them
 */
record ExactNumbers(BigDecimal least, BigDecimal greatest) {

  /** Numbers with more digits on either side of the point are written by nobody. */
  private static final int DIGITS = 400;

  /** Those of whole numbers and decimals; of floating point numbers there are none. */
  static Optional<ExactNumbers> of(DataType type) {
    if (type instanceof IntegerType) {
      return Optional.of(whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
    } else if (type instanceof LongType) {
      return Optional.of(whole(Long.MIN_VALUE, Long.MAX_VALUE));
    } else if (type instanceof DecimalType decimal) {
      BigInteger digits = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
      BigDecimal greatest = new BigDecimal(digits, decimal.scale());
      return Optional.of(new ExactNumbers(greatest.negate(), greatest));
    }
    return Optional.empty();
  }

  private static ExactNumbers whole(long least, long greatest) {
    return new ExactNumbers(BigDecimal.valueOf(least), BigDecimal.valueOf(greatest));
  }

  /** A number of whatever digits, to the last of them; null if the text is none. */
  static @Nullable BigDecimal read(String text) {
    try {
      BigDecimal number = new BigDecimal(text.strip()).stripTrailingZeros();
      return Math.abs((long) number.precision() - number.scale()) > DIGITS ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  int scale() {
    return greatest.scale();
  }

  /** Whether the number is one of these. */
  boolean contains(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= scale()
        && number.compareTo(least) >= 0
        && number.compareTo(greatest) <= 0;
  }
}
