package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.Anomaly.Season;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which of the intervals before another one are looked at.
 *
 * @param most how many of them at most: the latest
 * @param season which of them are alike
 */
record Reach(int most, Season season) {

  /** Those of the intervals known that end before this one begins, the latest first. */
  List<DataInterval> before(DataInterval interval, Collection<DataInterval> known) {
    return known.stream()
        .filter(earlier -> !earlier.end().isAfter(interval.start()))
        .filter(earlier -> season == Season.NONE || weekday(earlier) == weekday(interval))
        .sorted(Comparator.reverseOrder())
        .limit(most)
        .toList();
  }

  private static DayOfWeek weekday(DataInterval interval) {
    return interval.start().atOffset(ZoneOffset.UTC).getDayOfWeek();
  }
}
