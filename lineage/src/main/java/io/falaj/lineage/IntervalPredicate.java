package io.falaj.lineage;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The partitions that a replacement of intervals takes the place of, as SQL. */
final class IntervalPredicate {

  private IntervalPredicate() {}

  /**
   * The predicate over partition columns alone; empty for the whole table.
   *
   * @throws FalajException.Configuration if the intervals are no whole partitions
   */
  static Optional<String> of(
      TableName table, List<String> partitionBy, Collection<DataInterval> intervals) {
    if (intervals.contains(DataInterval.WHOLE)) {
      return Optional.empty();
    }
    boolean day = partitionBy.contains(TableSpec.INTERVAL_DAY);
    if (!day && !partitionBy.contains(TableSpec.INTERVAL_MONTH)) {
      throw new FalajException.Configuration(
          ("Table %s is not partitioned by interval, and interval %s of it is to be replaced: all"
                  + " other rows would go. Partition it by %s or %s, or take it whole.")
              .formatted(
                  table,
                  intervals.iterator().next(),
                  TableSpec.INTERVAL_MONTH,
                  TableSpec.INTERVAL_DAY));
    }
    String column = day ? TableSpec.INTERVAL_DAY : TableSpec.INTERVAL_MONTH;
    return Optional.of(
        intervals.stream()
            .map(interval -> range(table, column, day, interval))
            .collect(Collectors.joining(" OR ")));
  }

  private static String range(TableName table, String column, boolean day, DataInterval interval) {
    LocalDate first = LocalDate.ofInstant(interval.start(), ZoneOffset.UTC);
    LocalDate end = LocalDate.ofInstant(interval.end(), ZoneOffset.UTC);
    boolean whole =
        first.atStartOfDay(ZoneOffset.UTC).toInstant().equals(interval.start())
            && end.atStartOfDay(ZoneOffset.UTC).toInstant().equals(interval.end())
            && (day || (first.getDayOfMonth() == 1 && end.getDayOfMonth() == 1));
    if (!whole) {
      throw new FalajException.Configuration(
          ("Interval %s does not cover whole partitions of %s, which is partitioned by %s. Name"
                  + " whole %s, in UTC.")
              .formatted(interval, table, column, day ? "days" : "months"));
    }
    return "(%s >= DATE'%s' AND %s < DATE'%s')".formatted(column, first, column, end);
  }
}
