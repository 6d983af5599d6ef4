package io.falaj.features.pit;

import io.falaj.lineage.DataInterval;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Which slabs labels of an interval can see. */
final class Slabs {

  private Slabs() {}

  /**
   * An event within reach happened at least at {@code start - reach}, and was known no sooner than
   * it happened and no later than the last label.
   */
  static List<EventFile> within(
      List<EventFile> files, DataInterval times, Optional<Duration> reach) {
    LocalDate last = LocalDate.ofInstant(times.end().minusNanos(1000), ZoneOffset.UTC);
    LocalDate first =
        reach
            .filter(span -> span.compareTo(Duration.ofDays(3_000_000)) < 0)
            .map(span -> LocalDate.ofInstant(times.start().minus(span), ZoneOffset.UTC))
            .map(day -> day.withDayOfMonth(1))
            .orElse(LocalDate.MIN);
    return files.stream()
        .filter(file -> !file.slab().isBefore(first) && !file.slab().isAfter(last))
        .toList();
  }
}
