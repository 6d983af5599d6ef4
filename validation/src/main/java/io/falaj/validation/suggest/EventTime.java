package io.falaj.validation.suggest;

import io.falaj.validation.Partitioning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.TimestampType;

/**
 * The column that says when a row's event happened, if there is one: the first that is always a
 * time of day on a date.
 *
 * @param column it
 * @param partitioning by days of it, or by months where they are more than a quarter of a year
 * @param others that could be it as well, by name
 */
record EventTime(SuggestedColumn column, Partitioning partitioning, List<String> others) {

  private static final Duration BY_DAYS = Duration.ofDays(92);

  /** Over more time there would be more partitions than a table should have. */
  private static final Duration LONGEST = Duration.ofDays(100 * 366);

  static Optional<EventTime> of(List<SuggestedColumn> columns) {
    List<SuggestedColumn> times =
        columns.stream()
            .filter(column -> column.type().type() instanceof TimestampType)
            .filter(column -> !column.nullable() && column.seen().times().isPresent())
            .filter(column -> span(column).compareTo(LONGEST) <= 0)
            .toList();
    if (times.isEmpty()) {
      return Optional.empty();
    }
    SuggestedColumn first = times.get(0);
    return Optional.of(
        new EventTime(
            first,
            span(first).compareTo(BY_DAYS) <= 0 ? Partitioning.DAY : Partitioning.MONTH,
            times.stream().skip(1).map(SuggestedColumn::name).toList()));
  }

  private static Duration span(SuggestedColumn column) {
    TimeSeen times = column.seen().times().orElseThrow();
    return Duration.between(times.min(), times.max());
  }

  String evidence() {
    TimeSeen times = column.seen().times().orElseThrow();
    String span =
        column.personal()
            ? "never null"
            : "never null; seen %s to %s".formatted(times.min(), times.max());
    return others.isEmpty() ? span : span + "; it could also be " + String.join(", ", others);
  }
}
