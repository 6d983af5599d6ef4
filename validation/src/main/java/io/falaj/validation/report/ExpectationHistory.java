package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import java.util.Comparator;
import java.util.List;

/**
 * What an expectation saw, interval by interval.
 *
 * @param name in the contract
 * @param asks what it asks for, in words
 * @param severity what a failure does
 * @param columns that it looks at
 * @param seen in order of the intervals
 */
record ExpectationHistory(
    String name, String asks, String severity, List<String> columns, List<Seen> seen) {

  /** Those that were missed in most intervals first, then those that most rows failed. */
  static final Comparator<ExpectationHistory> WORST_FIRST =
      Comparator.comparingLong((ExpectationHistory one) -> -one.missed())
          .thenComparing(Comparator.comparingLong(ExpectationHistory::failed).reversed())
          .thenComparing(ExpectationHistory::name);

  /**
   * What it saw of one interval.
   *
   * @param rows of the interval
   * @param failed those of them that failed
   * @param observed what was held against the threshold; NaN where nothing was computed, or it may
   *     tell of a person
   * @param missed whether it was not met
   * @param words the same in words, masked where they may tell of a person
   */
  record Seen(
      DataInterval interval,
      long rows,
      long failed,
      double observed,
      boolean missed,
      String words) {}

  ExpectationHistory {
    columns = List.copyOf(columns);
    seen = List.copyOf(seen);
  }

  long missed() {
    return seen.stream().filter(Seen::missed).count();
  }

  long failed() {
    return seen.stream().mapToLong(Seen::failed).sum();
  }

  long rows() {
    return seen.stream().mapToLong(Seen::rows).sum();
  }

  /** Whether rows fail it, one by one; else it is of the interval as a whole. */
  boolean ofRows() {
    return seen.stream().anyMatch(one -> one.failed() > 0);
  }

  /** Whether there is anything to be plotted. */
  boolean hasNumbers() {
    return ofRows() || seen.stream().anyMatch(one -> Double.isFinite(one.observed()));
  }
}
