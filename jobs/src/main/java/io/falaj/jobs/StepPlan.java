package io.falaj.jobs;

import java.util.List;

/**
 * What a step would do, as {@code --dry-run} shows it.
 *
 * @param step the command
 * @param output the dataset, view, training set or model that it makes
 * @param reads files, tables and models
 * @param writes tables and models
 */
record StepPlan(String step, String output, List<String> reads, List<String> writes) {

  String text() {
    return "%s %s%n  reads  %s%n  writes %s"
        .formatted(step, output, String.join(", ", reads), String.join(", ", writes));
  }
}
