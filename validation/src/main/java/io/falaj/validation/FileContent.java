package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which intervals the records of a source file belong to, by one way of reading it.
 *
 * @param intervals how many records each has; those without an event time are {@code home}'s
 * @param home the interval of the records whose event time cannot be read, if there are any: the
 *     first of those asked for when the file was first read, ever after
 * @param firstEvent the earliest event time
 * @param lastEvent the latest
 */
record FileContent(
    SortedMap<DataInterval, Long> intervals,
    Optional<DataInterval> home,
    Optional<Instant> firstEvent,
    Optional<Instant> lastEvent) {

  FileContent {
    intervals = Collections.unmodifiableSortedMap(new TreeMap<>(intervals));
  }

  /** Of a file without records. */
  static final FileContent NOTHING =
      new FileContent(new TreeMap<>(), Optional.empty(), Optional.empty(), Optional.empty());

  boolean has(DataInterval interval) {
    return intervals.containsKey(interval);
  }

  long rows() {
    return intervals.values().stream().mapToLong(Long::longValue).sum();
  }
}
