package io.falaj.validation.suggest;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * What the texts of a column say as times: dates such as 2013-01-31, and dates with a time of day
 * behind a T or a blank, to the second or finer, with Z or an offset such as +04:00 behind. A time
 * without one is read as UTC, as the lake reads it. Years are from 1 to 9999.
 */
final class TimeSeen implements Serializable {

  private static final long serialVersionUID = 1;
  private static final int DATE = "2013-01-31".length();
  private static final int OFFSET = "+04:00".length();

  private long dates;
  private long times;
  private long withoutZone;
  private Instant min = Instant.MAX;
  private Instant max = Instant.MIN;

  /** Adds a text so many times; false if it is no time, and then nothing is added. */
  boolean add(String text, long count) {
    if (text.length() < DATE || text.charAt(4) != '-' || text.startsWith("0000")) {
      return false;
    }
    try {
      LocalDate date = LocalDate.parse(text.substring(0, DATE));
      if (text.length() == DATE) {
        dates += count;
        extremes(date.atStartOfDay().toInstant(ZoneOffset.UTC));
        return true;
      }
      if (text.charAt(DATE) != 'T' && text.charAt(DATE) != ' ') {
        return false;
      }
      String clock = text.substring(DATE + 1);
      ZoneOffset zone = ZoneOffset.UTC;
      int sign = Math.max(clock.indexOf('+'), clock.indexOf('-'));
      boolean zoned = clock.endsWith("Z") || sign >= 0;
      if (clock.endsWith("Z")) {
        clock = clock.substring(0, clock.length() - 1);
      } else if (sign >= 0 && clock.length() == sign + OFFSET) {
        zone = ZoneOffset.of(clock.substring(sign));
        clock = clock.substring(0, sign);
      }
      extremes(LocalDateTime.of(date, LocalTime.parse(clock)).toInstant(zone));
      times += count;
      withoutZone += zoned ? 0 : count;
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private void extremes(Instant time) {
    min = time.isBefore(min) ? time : min;
    max = time.isAfter(max) ? time : max;
  }

  void merge(TimeSeen other) {
    dates += other.dates;
    times += other.times;
    withoutZone += other.withoutZone;
    min = other.min.isBefore(min) ? other.min : min;
    max = other.max.isAfter(max) ? other.max : max;
  }

  /** Whether every one is a date without a time of day. */
  boolean daysOnly() {
    return times == 0;
  }

  /** How many have a time of day and do not say of which zone. */
  long withoutZone() {
    return withoutZone;
  }

  Instant min() {
    return min;
  }

  Instant max() {
    return max;
  }
}
