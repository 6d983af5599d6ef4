package io.falaj.jobs;

import java.time.Duration;
import java.util.Locale;

/**
 * What a step did, and how long it took.
 *
 * @param report what it did
 * @param took the time on the clock
 */
record TimedReport(StepReport report, Duration took) {

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /** One line, for people. */
  String text() {
    return "%-13s %-22s %8s   %s"
        .formatted(report.step(), report.output(), seconds(took), report.summary());
  }
}
