package io.falaj.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a whole step did, and how long it took.
 *
 * @param step the command
 * @param reports one for each thing made
 * @param took the time on the clock
 */
record TimedReport(String step, List<StepReport> reports, Duration took) {

  TimedReport {
    reports = List.copyOf(reports);
  }

  boolean changed() {
    return reports.stream().anyMatch(StepReport::changed);
  }

  String seconds() {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }
}
