package io.falaj.validation;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.validation.ValidationReport.IntervalReport;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a contract refuses of the intervals that were asked for: now, or when they were looked at
 * last. All of it is told at once, after everything else is done.
 */
final class Refusal {

  private final Contract contract;
  private final Set<DataInterval> intervals = new HashSet<>();
  private final SortedMap<DataInterval, String> refused = new TreeMap<>();

  Refusal(Contract contract) {
    this.contract = contract;
  }

  /** Whether the contract refused the interval of a commit, which is not looked at now. */
  boolean tells(Commit commit) {
    intervals.add(commit.interval());
    boolean told =
        commit.tables().stream().noneMatch(table -> table.table().equals(contract.clean()));
    if (told) {
      refused.put(
          commit.interval(),
          "  %s: refused in run %s, and neither the data nor the contract has changed since"
              .formatted(commit.interval(), commit.runId()));
    }
    return told;
  }

  /**
   * Ends the step if anything is refused.
   *
   * @param report of the other intervals
   * @throws FalajException.DataRefused with every interval that is
   */
  void throwIfAny(ValidationReport report) {
    report.intervals().forEach(interval -> intervals.add(interval.interval()));
    report.refused().forEach(interval -> refused.put(interval.interval(), line(interval)));
    if (!refused.isEmpty()) {
      throw new FalajException.DataRefused(
          ("The contract of dataset %s refuses %d of %d intervals; their clean rows are as before:\n%s\n"
                  + "The rows are in %s, what each expectation saw in %s. Mend the data, or the"
                  + " contract, and run again.")
              .formatted(
                  contract.dataset(),
                  refused.size(),
                  intervals.size(),
                  String.join("\n", refused.values()),
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
