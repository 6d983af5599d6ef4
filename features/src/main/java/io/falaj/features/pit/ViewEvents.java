package io.falaj.features.pit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Where the events of a view are, which decides how labels are joined with them. */
public sealed interface ViewEvents {

  /**
   * Sorted buckets: only the labels are shuffled and sorted.
   *
   * @param schema the table's columns
   * @param files the files of a pinned version, of all slabs; spread over the entity's buckets
   */
  record Buckets(StructType schema, List<EventFile> files) implements ViewEvents {
    public Buckets {
      files = List.copyOf(files);
    }
  }

  /**
   * Shuffle merge: events are shuffled and sorted as the labels are.
   *
   * @param events rows with the columns of an events table, in any order
   */
  record Rows(Dataset<Row> events) implements ViewEvents {}
}
