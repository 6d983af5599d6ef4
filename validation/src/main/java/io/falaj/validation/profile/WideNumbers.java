package io.falaj.validation.profile;

import java.math.BigInteger;
import org.apache.datasketches.hll.HllSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.LongType;

/**
 * Numbers with more digits than a double holds: different ones are told apart by all their digits,
 * where their doubles could be the same.
 */
@FunctionalInterface
interface WideNumbers {

  /** Up to here all whole numbers are doubles. */
  long EXACT = 1L << 53;

  /** Decimals of at most so many digits have different doubles. */
  int EXACT_DIGITS = 15;

  /**
   * Hashes the row's number by its digits if it is wide.
   *
   * @param read its double
   * @return whether it is
   */
  boolean add(HllSketch hll, InternalRow row, int ordinal, double read);

  static WideNumbers of(DataType type) {
    if (type instanceof LongType) {
      return (hll, row, ordinal, read) -> {
        boolean wide = Math.abs(read) >= EXACT;
        if (wide) {
          hll.update(row.getLong(ordinal));
        }
        return wide;
      };
    } else if (type instanceof DecimalType decimal && decimal.precision() > EXACT_DIGITS) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      BigInteger exact = BigInteger.TEN.pow(EXACT_DIGITS);
      return (hll, row, ordinal, read) -> {
        BigInteger units =
            row.getDecimal(ordinal, precision, scale).toJavaBigDecimal().unscaledValue();
        boolean wide = units.abs().compareTo(exact) >= 0;
        if (wide) {
          hll.update(units.toByteArray());
        }
        return wide;
      };
    }
    return (hll, row, ordinal, read) -> false;
  }
}
