package io.falaj.validation.profile;

import io.falaj.lineage.exact.ExactSum;
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
interface ColumnSum {

  /**
   * Adds the row's number.
   *
   * @param read the same number as a double, finite
   */
  void add(InternalRow row, int ordinal, double read);

  /** The sum so far, exact; zero of none. */
  BigDecimal total();

  static ColumnSum of(DataType type) {
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
  final class OfWholes implements ColumnSum {
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
  final class OfDecimals implements ColumnSum {
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

  /** Floating point numbers. */
  final class OfDoubles implements ColumnSum {
    private final ExactSum sum = new ExactSum();

    @Override
    public void add(InternalRow row, int ordinal, double read) {
      sum.add(read);
    }

    @Override
    public BigDecimal total() {
      return sum.total();
    }
  }
}
