package io.falaj.validation.suggest;

import java.io.Serializable;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of a column say as numbers. A number with needless zeros ahead, such as 007, is
 * none: it is a code, which would lose them. Neither is one with a plus sign, nor one beyond what a
 * double can hold.
 */
final class NumberSeen implements Serializable {

  private static final long serialVersionUID = 1;

  private long finite;
  private long notFinite;
  private int wholeDigits;
  private int significantDigits;
  private int leastScale = Integer.MAX_VALUE;
  private int greatestScale;
  private boolean exponents;
  private @Nullable BigDecimal min;
  private @Nullable BigDecimal max;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  /** Adds a text so many times; false if it is no number, and then nothing is added. */
  boolean add(String text, long times) {
    if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
      notFinite += times;
      return true;
    }
    int begin = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, begin);
    int at = begin + whole;
    int scale = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      scale = digits(text, at + 1);
      at += 1 + scale;
      if (scale == 0) {
        return false;
      }
    }
    boolean exponent = at < text.length();
    boolean zerosAhead = whole > 1 && text.charAt(begin) == '0';
    if (whole + scale == 0 || zerosAhead || (exponent && !exponent(text, at))) {
      return false;
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      return false;
    }
    finite += times;
    exponents |= exponent;
    wholeDigits = Math.max(wholeDigits, whole);
    leastScale = Math.min(leastScale, scale);
    greatestScale = Math.max(greatestScale, scale);
    int first = text.charAt(begin) == '0' ? 0 : whole;
    significantDigits = Math.max(significantDigits, first + scale);
    extremes(text, value);
    return true;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }

  private static boolean exponent(String text, int at) {
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    int sign = at + 1;
    if (sign < text.length() && (text.charAt(sign) == '-' || text.charAt(sign) == '+')) {
      sign++;
    }
    int count = digits(text, sign);
    return count > 0 && count <= 3 && sign + count == text.length();
  }

  /** Doubles decide quickly; digits decide where doubles are the same. */
  private void extremes(String text, double value) {
    if (value <= least) {
      BigDecimal exact = new BigDecimal(text);
      min = min == null ? exact : min.min(exact);
      least = value;
    }
    if (value >= greatest) {
      BigDecimal exact = new BigDecimal(text);
      max = max == null ? exact : max.max(exact);
      greatest = value;
    }
  }

  void merge(NumberSeen other) {
    finite += other.finite;
    notFinite += other.notFinite;
    exponents |= other.exponents;
    wholeDigits = Math.max(wholeDigits, other.wholeDigits);
    significantDigits = Math.max(significantDigits, other.significantDigits);
    leastScale = Math.min(leastScale, other.leastScale);
    greatestScale = Math.max(greatestScale, other.greatestScale);
    if (other.min != null) {
      min = min == null ? other.min : min.min(other.min);
      least = Math.min(least, other.least);
    }
    if (other.max != null) {
      max = max == null ? other.max : max.max(other.max);
      greatest = Math.max(greatest, other.greatest);
    }
  }

  /** NaN and the infinities, which lie in no range. */
  long notFinite() {
    return notFinite;
  }

  /** Whether none has a fraction, an exponent, or no end. */
  boolean whole() {
    return greatestScale == 0 && !exponents && notFinite == 0;
  }

  /** Digits behind the point, where every number has as many; else -1. */
  int commonScale() {
    return !exponents && notFinite == 0 && leastScale == greatestScale ? greatestScale : -1;
  }

  int greatestScale() {
    return greatestScale;
  }

  int wholeDigits() {
    return wholeDigits;
  }

  /** Digits that a double would have to keep; it keeps 17 of them. */
  int significantDigits() {
    return exponents ? 0 : significantDigits;
  }

  /** The least finite number; null where there is none. */
  @Nullable BigDecimal min() {
    return finite == 0 ? null : min;
  }

  /** The greatest finite number; null where there is none. */
  @Nullable BigDecimal max() {
    return finite == 0 ? null : max;
  }
}
