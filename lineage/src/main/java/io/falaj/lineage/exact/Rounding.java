package io.falaj.lineage.exact;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Rounds exact quotients to the nearest double, ties to even. */
public final class Rounding {

  private static final int LEAST_EXPONENT = -1074;

  private Rounding() {}

  /** {@code unscaled · 2^-1074 / divisor}, rounded once; the divisor is positive. */
  static double scaled(BigInteger unscaled, BigInteger divisor) {
    return quotient(unscaled, divisor, LEAST_EXPONENT);
  }

  /** {@code value / divisor}, rounded once; the divisor is positive. */
  public static double quotient(BigDecimal value, long divisor) {
    BigInteger count = BigInteger.valueOf(divisor);
    return value.scale() <= 0
        ? quotient(value.toBigIntegerExact(), count, 0)
        : quotient(value.unscaledValue(), BigInteger.TEN.pow(value.scale()).multiply(count), 0);
  }

  private static double quotient(BigInteger numerator, BigInteger divisor, int exponent) {
    if (numerator.signum() == 0) {
      return 0.0;
    }
    BigInteger magnitude = numerator.abs();
    // Enough bits for the 53 of a double, one to round by, and the rest is only zero or not.
    int shift = Math.max(0, 66 - (magnitude.bitLength() - divisor.bitLength()));
    BigInteger[] parts = magnitude.shiftLeft(shift).divideAndRemainder(divisor);
    boolean sticky = parts[1].signum() != 0;
    double rounded = round(parts[0], exponent - shift, sticky);
    return numerator.signum() < 0 ? -rounded : rounded;
  }

  private static double round(BigInteger digits, int exponent, boolean inexact) {
    int target = Math.max(digits.bitLength() - 53 + exponent, LEAST_EXPONENT);
    int drop = target - exponent;
    long kept = digits.shiftRight(drop).longValueExact();
    boolean half = digits.testBit(drop - 1);
    boolean more = inexact || digits.getLowestSetBit() < drop - 1;
    if (half && (more || (kept & 1) == 1)) {
      kept++;
    }
    return Math.scalb((double) kept, target);
  }
}
