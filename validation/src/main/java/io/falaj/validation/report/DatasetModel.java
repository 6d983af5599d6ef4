package io.falaj.validation.report;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.Contract;
import java.util.List;

/**
 * All that a dataset's page shows.
 *
 * @param contract as it is now
 * @param interval which intervals are shown
 * @param version of the clean table, or a dash
 * @param intervals in order
 * @param expectations the worst first
 * @param columns the worst first
 * @param badRows some of each expectation
 * @param files those that were left out
 * @param filesRead how many were read
 */
public record DatasetModel(
    Contract contract,
    DataInterval interval,
    String version,
    List<IntervalRows> intervals,
    List<ExpectationHistory> expectations,
    List<ColumnHistory> columns,
    List<BadRow> badRows,
    List<SeenFile> files,
    long filesRead) {

  public DatasetModel {
    intervals = List.copyOf(intervals);
    expectations = List.copyOf(expectations);
    columns = List.copyOf(columns);
    badRows = List.copyOf(badRows);
    files = List.copyOf(files);
  }
}
