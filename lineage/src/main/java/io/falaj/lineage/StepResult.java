package io.falaj.lineage;

import java.util.List;
import java.util.SortedMap;

/**
 * What a step left behind.
 *
 * @param stepKeys the step key of each interval that it committed
 * @param outputs the tables that it wrote
 */
public record StepResult(
    SortedMap<DataInterval, Fingerprint> stepKeys, List<TableWritten> outputs) {

  /** The version that a table has become. */
  public TableVersion version(TableName table) {
    return written(table).version();
  }

  /** How many rows were written to a table. */
  public long rows(TableName table) {
    return written(table).rows();
  }

  private TableWritten written(TableName table) {
    return outputs.stream()
        .filter(output -> output.version().table().equals(table))
        .reduce((first, last) -> last)
        .orElseThrow(() -> new IllegalArgumentException("the step did not write " + table));
  }
}
