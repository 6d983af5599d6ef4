package io.falaj.training.preprocess;

import org.jspecify.annotations.Nullable;

/** Cells of numeric and boolean columns as doubles; missing is not-a-number. */
final class Numbers {

  private Numbers() {}

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
