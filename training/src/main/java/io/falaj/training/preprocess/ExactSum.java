package io.falaj.training.preprocess;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The exact sum of doubles, so that no result depends on how rows were partitioned: a fixed-point
 * number wide enough for every finite double, in limbs of 32 bits, each held in a long that takes
 * two thousand million additions before it could overflow.
 */
final class ExactSum implements Serializable {

  private static final int LIMB_BITS = 32;
  private static final long LIMB_MASK = 0xFFFF_FFFFL;

  /** The exponent of the smallest subnormal double: bit 0 of limb 0. */
  private static final int LOWEST = 1074;

  private static final int LIMBS = (LOWEST + 1024 + 64) / LIMB_BITS + 2;

  private final long[] limbs = new long[LIMBS];

  /** Adds a finite value. */
  void add(double value) {
    if (value == 0) {
      return;
    }
    int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT) - 52;
    long mantissa = (long) Math.scalb(Math.abs(value), -exponent);
    int bit = exponent + LOWEST;
    int limb = bit >>> 5;
    int shift = bit & (LIMB_BITS - 1);
    long low = (mantissa << shift) & LIMB_MASK;
    long high = mantissa >>> (LIMB_BITS - shift);
    if (value > 0) {
      limbs[limb] += low;
      limbs[limb + 1] += high & LIMB_MASK;
      limbs[limb + 2] += high >>> LIMB_BITS;
    } else {
      limbs[limb] -= low;
      limbs[limb + 1] -= high & LIMB_MASK;
      limbs[limb + 2] -= high >>> LIMB_BITS;
    }
  }

  void add(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += other.limbs[i];
    }
  }

  private void carry() {
    for (int i = 0; i < LIMBS - 1; i++) {
      long over = limbs[i] >> LIMB_BITS;
      limbs[i] -= over << LIMB_BITS;
      limbs[i + 1] += over;
    }
  }

  BigDecimal exact() {
    BigInteger sum = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      sum = sum.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[i]));
    }
    return new BigDecimal(sum).divide(new BigDecimal(BigInteger.ONE.shiftLeft(LOWEST)));
  }

  /** The sum divided by a count, to 34 digits and then to a double. */
  double over(long count) {
    return exact().divide(BigDecimal.valueOf(count), MathContext.DECIMAL128).doubleValue();
  }
}
