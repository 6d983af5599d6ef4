package io.falaj.lineage;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** The partitions of intervals that are rewritten, as SQL. */
final class IntervalPredicate {

  private IntervalPredicate() {}

  /**
   * Checks that a write may take the place of what the intervals hold.
   *
   * @throws FalajException.Configuration if the intervals are no whole partitions
   */
  static void check(TableName table, List<String> partitionBy, Collection<DataInterval> intervals) {
    if (intervals.contains(DataInterval.WHOLE)) {
      return;
    }
    boolean day = partitionBy.contains(TableSpec.INTERVAL_DAY);
    if (!day && !partitionBy.contains(TableSpec.INTERVAL_MONTH)) {
      throw new FalajException.Configuration(
          ("Table %s is not partitioned by interval, and interval %s of it is to be rewritten: all"
                  + " other rows would go. Partition it by %s or %s, or take it whole.")
              .formatted(
                  table,
                  intervals.iterator().next(),
                  TableSpec.INTERVAL_MONTH,
                  TableSpec.INTERVAL_DAY));
    }
    for (DataInterval interval : intervals) {
      LocalDate first = first(interval);
      LocalDate end = end(interval);
      boolean whole =
          first.isBefore(end)
              && DataInterval.between(first, end).equals(interval)
              && (day || (first.getDayOfMonth() == 1 && end.getDayOfMonth() == 1));
      if (!whole) {
        throw new FalajException.Configuration(
            ("Interval %s does not cover whole partitions of %s, which is partitioned by %s. Name"
                    + " whole %s, in UTC.")
                .formatted(interval, table, column(partitionBy), day ? "days" : "months"));
      }
    }
  }

  /** The predicate over partition columns alone; empty for the whole table. */
  static Optional<String> of(List<String> partitionBy, Collection<DataInterval> intervals) {
    return intervals.contains(DataInterval.WHOLE)
        ? Optional.empty()
        : Optional.of(
            intervals.stream()
                .map(interval -> range(column(partitionBy), interval))
                .collect(Collectors.joining(" OR ")));
  }

  /** The number of the interval that a row's partition lies in, null where that is none. */
  static Column number(List<String> partitionBy, Collection<DataInterval> intervals) {
    StringBuilder cases = new StringBuilder("CASE");
    int number = 0;
    for (DataInterval interval : intervals) {
      cases.append(" WHEN ").append(range(column(partitionBy), interval));
      cases.append(" THEN ").append(number++);
    }
    return functions.expr(cases.append(" END").toString());
  }

  private static String column(List<String> partitionBy) {
    return partitionBy.contains(TableSpec.INTERVAL_DAY)
        ? TableSpec.INTERVAL_DAY
        : TableSpec.INTERVAL_MONTH;
  }

  private static LocalDate first(DataInterval interval) {
    return LocalDate.ofInstant(interval.start(), ZoneOffset.UTC);
  }

  private static LocalDate end(DataInterval interval) {
    return LocalDate.ofInstant(interval.end(), ZoneOffset.UTC);
  }

  private static String range(String column, DataInterval interval) {
    return "(%s >= DATE'%s' AND %s < DATE'%s')"
        .formatted(column, first(interval), column, end(interval));
  }
}
