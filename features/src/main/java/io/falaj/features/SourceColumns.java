package io.falaj.features;

import java.util.List;
import java.util.Set;

/**
 * What is known, without reading it, of a table that views are made from.
 *
 * @param keys the dataset's keys, which tell its rows apart
 * @param columns the names of its columns
 */
public record SourceColumns(List<String> keys, Set<String> columns) {
  public SourceColumns {
    keys = List.copyOf(keys);
    columns = Set.copyOf(columns);
  }
}
