package io.falaj.features.pit;

import io.falaj.lineage.exact.ExactSum;
import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;

/** How many numbers there are, their sum and that of their squares, all exact. */
final class ExactMoments {

  /** The square of a double of such a magnitude is the sum of two doubles, without any loss. */
  private static final double LEAST = 0x1p-480;

  private static final double MOST = 0x1p500;

  /** Whole numbers up to this are doubles. */
  private static final long WHOLE = 1L << 53;

  private final ExactSum sum = new ExactSum();
  private final ExactSum squares = new ExactSum();
  private BigDecimal otherSum = BigDecimal.ZERO;
  private BigDecimal otherSquares = BigDecimal.ZERO;
  private long others;
  private long count;

  void clear() {
    sum.clear();
    squares.clear();
    otherSum = BigDecimal.ZERO;
    otherSquares = BigDecimal.ZERO;
    others = 0;
    count = 0;
  }

  /** A number in Spark's internal form comes (1) or goes (-1). */
  void term(Object value, int sign) {
    count += sign;
    if (value instanceof Decimal decimal) {
      other(decimal.toJavaBigDecimal(), sign);
      return;
    } else if (value instanceof Long whole && (whole > WHOLE || whole < -WHOLE)) {
      other(BigDecimal.valueOf(whole), sign);
      return;
    }
    double number = ((Number) value).doubleValue();
    double magnitude = Math.abs(number);
    if (number != 0 && Double.isFinite(number) && (magnitude < LEAST || magnitude > MOST)) {
      other(new BigDecimal(number), sign);
      return;
    }
    double square = number * number;
    if (sign > 0) {
      sum.add(number);
      squares.add(square);
    } else {
      sum.subtract(number);
      squares.subtract(square);
    }
    if (Double.isFinite(number)) {
      double rest = Math.fma(number, number, -square);
      if (sign > 0) {
        squares.add(rest);
      } else {
        squares.subtract(rest);
      }
    }
  }

  private void other(BigDecimal number, int sign) {
    others += sign;
    if (others == 0) {
      otherSum = BigDecimal.ZERO;
      otherSquares = BigDecimal.ZERO;
      return;
    }
    BigDecimal square = number.multiply(number);
    otherSum = sign > 0 ? otherSum.add(number) : otherSum.subtract(number);
    otherSquares = sign > 0 ? otherSquares.add(square) : otherSquares.subtract(square);
  }

  long count() {
    return count;
  }

  boolean finite() {
    return sum.finite();
  }

  BigDecimal sum() {
    return sum.total().add(otherSum);
  }

  BigDecimal squares() {
    return squares.total().add(otherSquares);
  }
}
