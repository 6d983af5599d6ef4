package io.falaj.features.pit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Where the events of a view are, which decides how labels are joined with them. */
public sealed interface ViewEvents {

  /** Whether events may have been removed, which decides what has to be remembered of a key. */
  enum Revision {
    /** No event was ever removed, but where the view's own definition says so. */
    ONLY_ADDED,
    /** Some may have been. */
    REVISED
  }

  Revision revision();

  /**
   * Sorted buckets: only the labels are shuffled and sorted.
   *
   * @param schema the table's columns
   * @param files the files of a pinned version, of all slabs; spread over the entity's buckets
   */
  record Buckets(StructType schema, List<EventFile> files, Revision revision)
      implements ViewEvents {
    public Buckets {
      files = List.copyOf(files);
    }
  }

  /**
   * Shuffle merge: events are shuffled and sorted as the labels are.
   *
   * @param events rows with the columns of an events table, in any order
   */
  record Rows(Dataset<Row> events, Revision revision) implements ViewEvents {}
}
