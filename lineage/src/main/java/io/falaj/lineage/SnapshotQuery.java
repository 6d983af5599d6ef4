package io.falaj.lineage;

import java.util.List;
import java.util.Optional;

/**
 * Which rows of a {@link SourceSnapshot} are asked for.
 *
 * @param columns names of the columns, in any order
 * @param keys names of the columns that tell rows apart
 * @param since the {@link SourceSnapshot#position} of an earlier snapshot: rows that were there and
 *     have not changed since may be left out
 * @param times bounds of a column of times, if there are any
 */
public record SnapshotQuery(
    List<String> columns, List<String> keys, Optional<String> since, Optional<Times> times) {

  public SnapshotQuery {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }

  /** All rows. */
  public static SnapshotQuery of(List<String> columns, List<String> keys) {
    return new SnapshotQuery(columns, keys, Optional.empty(), Optional.empty());
  }

  public SnapshotQuery since(Optional<String> position) {
    return new SnapshotQuery(columns, keys, position, times);
  }

  public SnapshotQuery within(Times bounds) {
    return new SnapshotQuery(columns, keys, since, Optional.of(bounds));
  }

  /**
   * Bounds of a column of times.
   *
   * @param column one for which {@link SourceSnapshot#hasTimes} is true
   * @param within its values lie in here
   * @param untimed whether rows without a value, or with an infinite one, are asked for, too
   */
  public record Times(String column, DataInterval within, boolean untimed) {}
}
