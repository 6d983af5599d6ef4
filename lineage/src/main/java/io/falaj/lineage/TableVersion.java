package io.falaj.lineage;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The exact content of a table that a step reads or wrote: one Delta version, with an older one for
 * each interval that was open (written but not committed) when it was pinned.
 *
 * @param table the table
 * @param version the Delta version
 * @param openIntervals the version at which each open interval is read instead; -1 where it has no
 *     committed rows at all
 */
public record TableVersion(
    TableName table, long version, SortedMap<DataInterval, Long> openIntervals) {

  public TableVersion {
    openIntervals = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(openIntervals));
  }

  public static TableVersion of(TableName table, long version) {
    return new TableVersion(table, version, new TreeMap<>(Map.of()));
  }

  /** {@code zone.table@version}. */
  @Override
  public String toString() {
    return table + "@" + version + (openIntervals.isEmpty() ? "" : " open " + openIntervals);
  }
}
