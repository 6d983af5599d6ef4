package io.falaj.lineage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A span of event time, {@code [start, end)}, in UTC: what a step works on.
 *
 * @param start the first instant, inclusive
 * @param end the first instant after it, exclusive; later than start
 */
public record DataInterval(Instant start, Instant end) implements Comparable<DataInterval> {

  /** The interval of tables that are taken whole, having no event time. */
  public static final DataInterval WHOLE =
      new DataInterval(
          Instant.parse("1970-01-01T00:00:00Z"), Instant.parse("9999-01-01T00:00:00Z"));

  public DataInterval {
    if (!start.isBefore(end)) {
      throw new FalajException.Configuration(
          "Interval %s/%s is empty: its end must be later than its start (the end is exclusive)."
              .formatted(brief(start), brief(end)));
    }
  }

  /**
   * Reads {@code START/END} in ISO 8601; a date stands for its first instant in UTC.
   *
   * @throws FalajException.Configuration if it has another shape
   */
  public static DataInterval parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new FalajException.Configuration(
          "Interval '%s' has no '/': write START/END, for example 2013-01-01/2013-02-01."
              .formatted(text));
    }
    return new DataInterval(
        instant(text, text.substring(0, slash)), instant(text, text.substring(slash + 1)));
  }

  private static Instant instant(String whole, String part) {
    try {
      return part.indexOf('T') < 0
          ? midnight(LocalDate.parse(part))
          : ZonedDateTime.parse(part).toInstant();
    } catch (DateTimeException e) {
      throw new FalajException.Configuration(
          ("Interval '%s': '%s' is no ISO 8601 date or instant. Write 2013-01-01 or"
                  + " 2013-01-01T05:00:00Z.")
              .formatted(whole, part),
          e);
    }
  }

  /** A calendar day in UTC. */
  public static DataInterval day(LocalDate day) {
    return between(day, day.plusDays(1));
  }

  /** The calendar month in UTC that begins on a day. */
  public static DataInterval month(LocalDate first) {
    return between(first, first.plusMonths(1));
  }

  /** From the start of one day to the start of another, in UTC. */
  static DataInterval between(LocalDate start, LocalDate end) {
    return new DataInterval(midnight(start), midnight(end));
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(start) && instant.isBefore(end);
  }

  public boolean contains(DataInterval other) {
    return !other.start.isBefore(start) && !other.end.isAfter(end);
  }

  /**
   * From the start of the first to the end of the last of some intervals, in any order.
   *
   * @throws java.util.NoSuchElementException if there are none
   */
  public static DataInterval hull(java.util.Collection<DataInterval> intervals) {
    return new DataInterval(
        intervals.stream().map(DataInterval::start).min(Instant::compareTo).orElseThrow(),
        intervals.stream().map(DataInterval::end).max(Instant::compareTo).orElseThrow());
  }

  public boolean overlaps(DataInterval other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }

  /** The calendar months (UTC) that this interval overlaps, whole, in order. */
  public List<DataInterval> months() {
    return whole(month(firstDay().withDayOfMonth(1)), DataInterval::month);
  }

  /** The days (UTC) that this interval overlaps, whole, in order. */
  public List<DataInterval> days() {
    return whole(day(firstDay()), DataInterval::day);
  }

  private LocalDate firstDay() {
    return LocalDate.ofInstant(start, ZoneOffset.UTC);
  }

  private List<DataInterval> whole(DataInterval first, Function<LocalDate, DataInterval> next) {
    List<DataInterval> all = new ArrayList<>();
    for (DataInterval at = first; at.start.isBefore(end); ) {
      all.add(at);
      at = next.apply(LocalDate.ofInstant(at.end, ZoneOffset.UTC));
    }
    return List.copyOf(all);
  }

  @Override
  public int compareTo(DataInterval other) {
    int byStart = start.compareTo(other.start);
    return byStart != 0 ? byStart : end.compareTo(other.end);
  }

  private static String brief(Instant instant) {
    return instant.truncatedTo(ChronoUnit.DAYS).equals(instant)
        ? LocalDate.ofInstant(instant, ZoneOffset.UTC).toString()
        : instant.toString();
  }

  /** {@code START/END}; midnights are written as dates, so that {@link #parse} reads it back. */
  @Override
  public String toString() {
    return brief(start) + "/" + brief(end);
  }
}
