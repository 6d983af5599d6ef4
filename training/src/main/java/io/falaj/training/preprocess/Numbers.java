package io.falaj.training.preprocess;

import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.jspecify.annotations.Nullable;

/** Cells of numeric and boolean columns as doubles; missing is not-a-number. */
final class Numbers {

  /** Far beyond any measure, and small enough that a square of it is finite. */
  private static final double LARGEST = 1e150;

  private Numbers() {}

  /** Whether there is a value: a finite one of a magnitude up to 1e150. */
  static boolean known(double x) {
    return Math.abs(x) <= LARGEST;
  }

  /** Whether cells of a column of the type are numbers here. */
  static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }

  static double of(@Nullable Object cell) {
    if (cell == null) {
      return Double.NaN;
    } else if (cell instanceof Number number) {
      return number.doubleValue();
    } else if (cell instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    throw new IllegalArgumentException("not a number: " + cell.getClass());
  }

  /** {@code sign(x) × ln(1 + |x|)}, the same on every machine. */
  static double log1p(double x) {
    return Math.copySign(StrictMath.log1p(Math.abs(x)), x);
  }
}
