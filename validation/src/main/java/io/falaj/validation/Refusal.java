package io.falaj.validation;

import io.falaj.lineage.FalajException;
import io.falaj.validation.ValidationReport.IntervalReport;
import java.util.List;
import java.util.stream.Collectors;

/** What to say when a contract refuses data. */
final class Refusal {

  private Refusal() {}

  static void throwIfAny(Contract contract, ValidationReport report) {
    List<IntervalReport> refused = report.refused();
    if (!refused.isEmpty()) {
      throw new FalajException.DataRefused(
          ("The contract of dataset %s refuses %d of %d intervals; their clean rows are as before:\n%s\n"
                  + "The rows are in %s, what each expectation saw in %s. Mend the data, or the"
                  + " contract, and run again.")
              .formatted(
                  contract.dataset(),
                  refused.size(),
                  report.intervals().size(),
                  refused.stream().map(Refusal::line).collect(Collectors.joining("\n")),
                  contract.raw(),
                  ValidationTable.NAME));
    }
  }

  private static String line(IntervalReport interval) {
    return interval.outcomes().stream()
        .filter(Outcome::refuses)
        .map(outcome -> "  " + interval.interval() + ": " + outcome.describe())
        .collect(Collectors.joining("\n"));
  }
}
