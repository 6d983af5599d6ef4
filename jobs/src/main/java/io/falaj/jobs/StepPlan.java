package io.falaj.jobs;

import java.util.List;

/**
 * What a step would do, as {@code --dry-run} shows it.
 *
 * @param step the command
 * @param output the dataset, view, model or pipeline that it makes
 * @param interval the time it would work on
 * @param reads files, tables and models
 * @param writes tables, models and pages
 */
record StepPlan(
    String step, String output, String interval, List<String> reads, List<String> writes) {

  StepPlan {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  String text() {
    return "%s %s, %s%n  reads   %s%n  writes  %s"
        .formatted(step, output, interval, String.join(", ", reads), String.join(", ", writes));
  }
}
