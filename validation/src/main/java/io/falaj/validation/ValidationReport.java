package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import java.util.List;

/**
 * What a contract said of the intervals that were validated.
 *
 * @param dataset whose
 * @param contract fingerprint of the contract
 * @param intervals in order
 */
public record ValidationReport(
    String dataset, Fingerprint contract, List<IntervalReport> intervals) {

  public ValidationReport {
    intervals = List.copyOf(intervals);
  }

  /**
   * One interval: its raw rows are its clean, its quarantined and its held rows together.
   *
   * @param interval the interval
   * @param rows raw rows
   * @param clean rows that met the contract
   * @param quarantined rows set aside
   * @param held rows of an interval that was refused: they are in neither table
   * @param outcomes of every expectation
   */
  public record IntervalReport(
      DataInterval interval,
      long rows,
      long clean,
      long quarantined,
      long held,
      List<Outcome> outcomes) {

    public IntervalReport {
      outcomes = List.copyOf(outcomes);
      if (rows != clean + quarantined + held) {
        throw new IllegalStateException(
            "interval %s has %d raw rows, and %d clean, %d quarantined and %d held ones"
                .formatted(interval, rows, clean, quarantined, held));
      }
    }

    /** Whether the contract refused it. */
    public boolean refused() {
      return outcomes.stream().anyMatch(Outcome::refuses);
    }
  }

  public long rows() {
    return intervals.stream().mapToLong(IntervalReport::rows).sum();
  }

  public long clean() {
    return intervals.stream().mapToLong(IntervalReport::clean).sum();
  }

  public long quarantined() {
    return intervals.stream().mapToLong(IntervalReport::quarantined).sum();
  }

  public long held() {
    return intervals.stream().mapToLong(IntervalReport::held).sum();
  }

  /** The intervals that the contract refused. */
  public List<IntervalReport> refused() {
    return intervals.stream().filter(IntervalReport::refused).toList();
  }
}
