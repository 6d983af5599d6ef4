package io.falaj.validation.profile;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.LongType;

/**
 * The sum of numbers without any rounding and without overflow, whatever their order: the same rows
 * give the same total however they are divided among tasks, which a compensated sum would not.
 */
interface ExactSum {

  /**
   * Adds the row's number.
   *
   * @param read the same number as a double, finite
   */
  void add(InternalRow row, int ordinal, double read);

  /** The sum so far, exact; zero of none. */
  BigDecimal total();

  static ExactSum of(DataType type) {
    if (type instanceof DoubleType || type instanceof FloatType) {
      return new OfDoubles();
    }
    return type instanceof DecimalType decimal ? new OfDecimals(decimal) : new OfWholes(type);
  }

  /** Whole numbers in units of 1, in a long as long as it suffices. */
  final class Units {
    private long low;
    private BigInteger high = BigInteger.ZERO;

    void add(long value) {
      long sum = low + value;
      if (((low ^ sum) & (value ^ sum)) < 0) {
        high = high.add(BigInteger.valueOf(low));
        low = value;
      } else {
        low = sum;
      }
    }

    void add(BigInteger value) {
      high = high.add(value);
    }

    BigDecimal total(int scale) {
      return new BigDecimal(high.add(BigInteger.valueOf(low)), scale);
    }
  }

  /** Integers, read from their double where they have at most 32 bits. */
  final class OfWholes implements ExactSum {
    private final Units units = new Units();
    private final boolean longs;

    OfWholes(DataType type) {
      this.longs = type instanceof LongType;
    }

    @Override
    public void add(InternalRow row, int ordinal, double read) {
      units.add(longs ? row.getLong(ordinal) : (long) read);
    }

    @Override
    public BigDecimal total() {
      return units.total(0);
    }
  }

  /** Decimals, in units of their last digit. */
  final class OfDecimals implements ExactSum {
    private final Units units = new Units();
    private final int precision;
    private final int scale;

    OfDecimals(DecimalType type) {
      this.precision = type.precision();
      this.scale = type.scale();
    }

    @Override
    public void add(InternalRow row, int ordinal, double read) {
      Decimal value = row.getDecimal(ordinal, precision, scale);
      if (precision <= Decimal.MAX_LONG_DIGITS()) {
        units.add(value.toUnscaledLong());
      } else {
        units.add(value.toJavaBigDecimal().setScale(scale).unscaledValue());
      }
    }

    @Override
    public BigDecimal total() {
      return units.total(scale);
    }
  }

  /**
   * Floating point numbers, in units of half the smallest: a number of many digits, each of 32
   * bits, to which a number's two or three are added without a carry, as often as the digits' spare
   * bits allow (the small superaccumulator of R. M. Neal, "Fast Exact Summation Using Small and
   * Large Superaccumulators", 2015).
   */
  final class OfDoubles implements ExactSum {
    private static final int FRACTION_BITS = 52;
    private static final int EXPONENTS = 0x7ff;

    /** A unit is two to the minus this: half the smallest double. */
    private static final int UNIT = 1075;

    private static final int DIGIT_BITS = 32;
    private static final long DIGIT = 0xffffffffL;

    /** An addition changes a digit by less than 2 to the 53. */
    private static final int ADDITIONS = 1 << 10;

    private final long[] digits = new long[(EXPONENTS >> 5) + 4];
    private int left = ADDITIONS;

    @Override
    public void add(InternalRow row, int ordinal, double read) {
      add(read);
    }

    private void add(double value) {
      long bits = Double.doubleToRawLongBits(value);
      int exponent = (int) (bits >>> FRACTION_BITS) & EXPONENTS;
      long fraction = bits & ((1L << FRACTION_BITS) - 1);
      if (exponent == 0) {
        exponent = 1; // of the smallest numbers, which have no leading one
      } else {
        fraction |= 1L << FRACTION_BITS;
      }
      int digit = exponent >> 5;
      int shift = exponent & (DIGIT_BITS - 1);
      long low = (fraction << shift) & DIGIT;
      long high = fraction >>> (DIGIT_BITS - shift);
      long sign = bits >> (Long.SIZE - 1); // all ones of a negative one
      digits[digit] += (low ^ sign) - sign;
      digits[digit + 1] += (high ^ sign) - sign;
      if (--left == 0) {
        carry();
      }
    }

    private void carry() {
      for (int i = 0; i < digits.length - 1; i++) {
        digits[i + 1] += digits[i] >> DIGIT_BITS;
        digits[i] &= DIGIT;
      }
      left = ADDITIONS;
    }

    @Override
    public BigDecimal total() {
      BigInteger units = BigInteger.ZERO;
      for (int i = digits.length - 1; i >= 0; i--) {
        units = units.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
      }
      int spare = Math.min(UNIT, Math.max(0, units.getLowestSetBit()));
      int places = units.signum() == 0 ? 0 : UNIT - spare;
      return new BigDecimal(
          units.shiftRight(spare).multiply(BigInteger.valueOf(5).pow(places)), places);
    }
  }
}
