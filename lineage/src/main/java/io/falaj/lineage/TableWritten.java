package io.falaj.lineage;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * One table that a step wrote, in one commit.
 *
 * @param version what the table became by it
 * @param operation {@code append}, {@code replace}, {@code merge} or {@code delete}
 * @param schema the table's columns
 * @param rows how many rows were written; of a merge or delete, how many the intervals hold now
 * @param files how many files were written
 * @param bytes their size
 * @param contents what each interval written holds now
 */
public record TableWritten(
    TableVersion version,
    String operation,
    StructType schema,
    long rows,
    long files,
    long bytes,
    SortedMap<DataInterval, IntervalContent> contents) {

  public TableWritten {
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }
}
