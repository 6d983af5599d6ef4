package io.falaj.lineage.exact;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The exact sum of doubles, from which terms can be taken away again and to which other sums can be
 * added: what it rounds to depends on the terms that are in it, and not on their order or on how
 * they were divided.
 *
 * <p>Whole numbers are added in a long. Everything else goes to a superaccumulator: limb {@code i}
 * has the weight 2^(32 i - 1074), so that every finite double falls into three limbs; carries are
 * left standing until they are needed (after Kulisch; and Neal, "Fast exact summation using small
 * and large superaccumulators", arXiv:1505.05571). Values that are not finite are counted apart.
 */
public final class ExactSum implements Serializable {

  private static final long serialVersionUID = 1;

  /** The least double is two to the minus this. */
  private static final int UNIT = 1074;

  private static final int LIMBS = 70;
  private static final long MASK = 0xFFFF_FFFFL;
  private static final long WHOLE = 1L << 52;
  private static final int MOST_UNCARRIED = 1 << 30;

  private final long[] limbs = new long[LIMBS];
  private int lowest = LIMBS;
  private int highest = -1;
  private int uncarried;
  private long limbTerms;
  private long whole;
  private long nans;
  private long positiveInfinities;
  private long negativeInfinities;

  /** Back to the sum of nothing. */
  public void clear() {
    if (highest >= 0) {
      Arrays.fill(limbs, lowest, highest + 1, 0L);
    }
    lowest = LIMBS;
    highest = -1;
    uncarried = 0;
    limbTerms = 0;
    whole = 0;
    nans = 0;
    positiveInfinities = 0;
    negativeInfinities = 0;
  }

  /** Adds a term; infinities and NaN are terms too. */
  public void add(double value) {
    term(value, 1);
  }

  /** Takes away a term that was added before. */
  public void subtract(double value) {
    term(value, -1);
  }

  /** Adds all terms of another sum. */
  public void add(ExactSum other) {
    if ((long) uncarried + other.uncarried >= MOST_UNCARRIED - 1) {
      carry();
      other.carry();
    }
    for (int i = other.lowest; i <= other.highest; i++) {
      limbs[i] += other.limbs[i];
    }
    lowest = Math.min(lowest, other.lowest);
    highest = Math.max(highest, other.highest);
    uncarried += other.uncarried + 1;
    limbTerms += other.limbTerms;
    nans += other.nans;
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
    addWhole(other.whole);
  }

  private void term(double value, int sign) {
    if (Double.isNaN(value)) {
      nans += sign;
    } else if (Double.isInfinite(value)) {
      if (value > 0) {
        positiveInfinities += sign;
      } else {
        negativeInfinities += sign;
      }
    } else if (value == Math.rint(value) && Math.abs(value) < WHOLE) {
      addWhole(sign * (long) value);
    } else {
      limbTerms += sign;
      addToLimbs(value, sign);
    }
  }

  private void addWhole(long value) {
    whole += value;
    if (Math.abs(whole) >= 1L << 61) {
      spillWhole(whole);
      whole = 0;
      // From here on the limbs hold something for good: they are not skipped any more.
      limbTerms++;
    }
  }

  private void spillWhole(long value) {
    long high = value >> 31;
    addToLimbs((double) high * (double) (1L << 31), 1);
    addToLimbs((double) (value - (high << 31)), 1);
  }

  private void addToLimbs(double value, int sign) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    long mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
    if (exponent > 0) {
      mantissa |= 1L << 52;
      exponent--;
    }
    int limb = exponent >>> 5;
    int shift = exponent & 31;
    long low = mantissa << shift;
    long high = shift == 0 ? 0 : mantissa >>> (64 - shift);
    int direction = bits < 0 ? -sign : sign;
    limbs[limb] += direction * (low & MASK);
    limbs[limb + 1] += direction * (low >>> 32);
    limbs[limb + 2] += direction * high;
    lowest = Math.min(lowest, limb);
    highest = Math.max(highest, limb + 2);
    if (++uncarried == MOST_UNCARRIED) {
      carry();
    }
  }

  /** Brings every limb but the top one into [0, 2^32); the top one carries the sign. */
  private void carry() {
    uncarried = 0;
    if (highest < 0) {
      return;
    }
    for (int i = lowest; i < highest || Math.abs(limbs[i]) > MASK; i++) {
      limbs[i + 1] += limbs[i] >> 32;
      limbs[i] &= MASK;
      highest = Math.max(highest, i + 1);
    }
    while (highest > lowest && limbs[highest] == 0) {
      highest--;
    }
  }

  /** The sum, rounded once to nearest even; infinite or NaN as IEEE 754 would have it. */
  public double rounded() {
    if (!finite()) {
      return notFinite();
    }
    return limbTerms == 0 ? (double) whole : Rounding.scaled(unscaled(), BigInteger.ONE);
  }

  /** The sum divided by a count of at least 1, rounded once to nearest even. */
  public double mean(long count) {
    if (!finite()) {
      return notFinite();
    }
    if (limbTerms == 0 && Math.abs(whole) <= WHOLE && count <= WHOLE) {
      return (double) whole / (double) count;
    }
    return Rounding.scaled(unscaled(), BigInteger.valueOf(count));
  }

  /**
   * The sum itself, with no more decimal places than it needs.
   *
   * @throws ArithmeticException if it is infinite or no number
   */
  public BigDecimal total() {
    if (!finite()) {
      throw new ArithmeticException("the sum is " + notFinite());
    } else if (limbTerms == 0) {
      return BigDecimal.valueOf(whole);
    }
    BigInteger units = unscaled();
    int spare = Math.min(UNIT, Math.max(0, units.getLowestSetBit()));
    int places = units.signum() == 0 ? 0 : UNIT - spare;
    return new BigDecimal(
        units.shiftRight(spare).multiply(BigInteger.valueOf(5).pow(places)), places);
  }

  /** Whether no infinity and no NaN is among the terms. */
  public boolean finite() {
    return nans == 0 && positiveInfinities == 0 && negativeInfinities == 0;
  }

  private double notFinite() {
    if (nans > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
      return Double.NaN;
    }
    return positiveInfinities > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }

  /** The sum in units of the least double. */
  private BigInteger unscaled() {
    BigInteger sum = BigInteger.valueOf(whole).shiftLeft(UNIT);
    if (highest < 0) {
      return sum;
    }
    carry();
    byte[] digits = new byte[4 * (highest - lowest) + 8];
    long top = limbs[highest];
    for (int b = 0; b < 8; b++) {
      digits[b] = (byte) (top >> (56 - 8 * b));
    }
    int at = 8;
    for (int i = highest - 1; i >= lowest; i--) {
      for (int b = 0; b < 4; b++) {
        digits[at++] = (byte) (limbs[i] >> (24 - 8 * b));
      }
    }
    return sum.add(new BigInteger(digits).shiftLeft(32 * lowest));
  }
}
