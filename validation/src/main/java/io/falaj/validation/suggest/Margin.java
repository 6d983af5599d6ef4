package io.falaj.validation.suggest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A range around what was seen, both ends included.
 *
 * @param min at most the least seen
 * @param max at least the greatest seen
 * @param said how much was left around, for people
 */
record Margin<T>(T min, T max, String said) {

  private static final BigDecimal TENTH = new BigDecimal("0.1");
  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  /**
   * A tenth of the span on either side, rounded outward to two digits of it; but not beyond zero,
   * where nothing was. Around one number alone, a tenth of it, or 1 around zero.
   *
   * @param scale the most digits behind the point that an end may have
   */
  static Margin<BigDecimal> around(BigDecimal least, BigDecimal greatest, int scale) {
    BigDecimal span = greatest.subtract(least);
    BigDecimal pad = span.signum() == 0 ? greatest.abs().multiply(TENTH) : span.multiply(TENTH);
    pad = pad.signum() == 0 ? BigDecimal.ONE : pad;
    int digits = Math.max(0, Math.min(scale, 1 - (pad.precision() - pad.scale() - 1)));
    BigDecimal min = least.subtract(pad).setScale(digits, RoundingMode.FLOOR);
    BigDecimal max = greatest.add(pad).setScale(digits, RoundingMode.CEILING);
    boolean clampedBelow = least.signum() >= 0 && min.signum() < 0;
    boolean clampedAbove = least.signum() < 0 && greatest.signum() <= 0 && max.signum() > 0;
    return new Margin<>(
        clampedBelow ? BigDecimal.ZERO : min,
        clampedAbove ? BigDecimal.ZERO : max,
        (span.signum() == 0 ? "margin 10 % of the value" : "margin 10 % of the span")
            + (clampedBelow || clampedAbove ? ", none beyond 0" : ""));
  }

  /** The whole span on either side, at least a day, in whole days: what comes later is later. */
  static Margin<LocalDate> around(Instant least, Instant greatest) {
    Duration span = Duration.between(least, greatest);
    long days = Math.max(1, span.toDays() + 1);
    LocalDate min = LocalDate.ofInstant(least, ZoneOffset.UTC);
    LocalDate max = LocalDate.ofInstant(greatest, ZoneOffset.UTC);
    return new Margin<>(
        min.toEpochDay() - days < FIRST.toEpochDay() ? FIRST : min.minusDays(days),
        max.toEpochDay() + days >= LAST.toEpochDay() ? LAST : max.plusDays(days + 1),
        "margin 100 % of the span");
  }
}
