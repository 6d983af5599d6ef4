package io.falaj.scoring.drift;

import io.falaj.scoring.drift.ColumnDrift.Outcome;
import java.util.Comparator;
import java.util.List;

/**
 * Drift of all columns of one sample against one reference.
 *
 * @param columns the columns, the one that moved farthest first; not computable ones last
 */
public record DriftReport(List<ColumnDrift> columns) {

  /** A data set is called drifted when at least this share of its columns is. */
  private static final double DRIFTED_FROM = 0.5;

  public DriftReport {
    columns =
        columns.stream()
            .sorted(
                Comparator.comparingDouble(DriftReport::distance)
                    .reversed()
                    .thenComparing(ColumnDrift::column))
            .toList();
  }

  private static double distance(ColumnDrift column) {
    return column.deciding().map(Finding::timesThreshold).orElse(-1.0);
  }

  /** How many columns have this outcome. */
  public long count(Outcome outcome) {
    return columns.stream().filter(column -> column.outcome() == outcome).count();
  }

  /**
   * The share of drifted columns among those of which something is claimed; 0 if there are none.
   */
  public double driftedShare() {
    long claimed = count(Outcome.DRIFTED) + count(Outcome.STABLE);
    return claimed == 0 ? 0 : (double) count(Outcome.DRIFTED) / claimed;
  }

  /** Whether at least half of the columns of which something is claimed drifted. */
  public boolean drifted() {
    return count(Outcome.DRIFTED) > 0 && driftedShare() >= DRIFTED_FROM;
  }
}
