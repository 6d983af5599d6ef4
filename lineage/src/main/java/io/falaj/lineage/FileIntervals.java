package io.falaj.lineage;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.delta.actions.AddFile;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Which intervals' rows a data file may hold: its writer says so in a tag. */
record FileIntervals(Set<DataInterval> tagged, @Nullable DataInterval partition) {

  /** A tag: the intervals, separated by semicolons. */
  static final String TAG = "falaj.intervals";

  static FileIntervals of(AddFile file) {
    Option<String> tag = file.tags() == null ? Option.empty() : file.tags().get(TAG);
    Set<DataInterval> tagged = new TreeSet<>();
    if (tag.isDefined()) {
      Arrays.stream(tag.get().split(";", -1)).map(DataInterval::parse).forEach(tagged::add);
    }
    return new FileIntervals(tagged, partition(file));
  }

  /** What a file's partition covers; null where it is not partitioned by interval. */
  static @Nullable DataInterval partition(AddFile file) {
    Option<String> month = file.partitionValues().get(TableSpec.INTERVAL_MONTH);
    Option<String> day = file.partitionValues().get(TableSpec.INTERVAL_DAY);
    if (day.isDefined() && day.get() != null) {
      return DataInterval.day(LocalDate.parse(day.get()));
    } else if (month.isDefined() && month.get() != null) {
      return DataInterval.month(LocalDate.parse(month.get()));
    }
    return null;
  }

  static String tag(Collection<DataInterval> intervals) {
    return intervals.stream().map(DataInterval::toString).collect(Collectors.joining(";"));
  }

  /** Whether the file holds rows of none of the intervals. */
  boolean noneOf(Collection<DataInterval> intervals) {
    if (!tagged.isEmpty()) {
      return intervals.stream().noneMatch(tagged::contains);
    }
    DataInterval covered = partition;
    return covered == null ? intervals.isEmpty() : intervals.stream().noneMatch(covered::overlaps);
  }
}
