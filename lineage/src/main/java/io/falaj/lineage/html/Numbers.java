package io.falaj.lineage.html;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them: the same in every locale; a value that is none is a dash. */
public final class Numbers {

  private static final String NONE = "–";

  private Numbers() {}

  /** A coordinate: hundredths at most, no trailing zeros, never an exponent. */
  static String coordinate(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("no coordinate: " + value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** A count with thousands separated: {@code 336,776}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A fixed number of decimals: {@code 0.746}. */
  public static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.startsWith("-") && text.chars().noneMatch(c -> c >= '1' && c <= '9')
        ? text.substring(1)
        : text;
  }

  /** A share as percent: {@code 20.8 %}; a small one keeps a digit that says so. */
  public static String percent(double share) {
    if (!Double.isFinite(share)) {
      return NONE;
    }
    double percent = share * 100;
    if (percent != 0 && Math.abs(percent) < 0.01) {
      return percent < 0 ? "> -0.01 %" : "< 0.01 %";
    }
    return fixed(percent, Math.abs(percent) < 1 && percent != 0 ? 2 : 1) + "\u00A0%";
  }

  /** Three significant digits: {@code 1,230}, {@code 0.0123}, {@code 1.2e-7}. */
  public static String brief(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e9)) {
      return String.format(Locale.ROOT, "%.1e", value)
          .replaceAll("e\\+0?", "e")
          .replace("e-0", "e-");
    }
    if (size >= 1000) {
      return count(Math.round(value));
    }
    BigDecimal rounded =
        size == 0
            ? BigDecimal.ZERO
            : BigDecimal.valueOf(value).round(new java.math.MathContext(3, RoundingMode.HALF_EVEN));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /**
   * A span of time: {@code 420 ms}, {@code 12.3 s}, {@code 4 min 5 s}, {@code 24 h}, {@code 7 d}.
   */
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "\u00A0ms";
    }
    long seconds = Math.round(millis / 1000.0);
    if (seconds < 60) {
      return fixed(millis / 1000.0, millis % 1000 == 0 ? 0 : 1) + "\u00A0s";
    } else if (seconds < 3600) {
      return pair(seconds / 60, "min", seconds % 60, "s");
    }
    return seconds <= 48 * 3600
        ? pair(seconds / 3600, "h", seconds % 3600 / 60, "min")
        : pair(seconds / 86400, "d", seconds % 86400 / 3600, "h");
  }

  private static String pair(long large, String unit, long small, String smaller) {
    String text = large + "\u00A0" + unit;
    return small == 0 ? text : "%s %d\u00A0%s".formatted(text, small, smaller);
  }
}
