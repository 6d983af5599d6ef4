package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TableSpec;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a dataset's tables are divided, which is also the finest interval that is ingested. */
public enum Partitioning {
  /** By days of event time in UTC. */
  DAY,
  /** By calendar months of event time in UTC. */
  MONTH,
  /** Not at all: every ingest takes the whole. */
  WHOLE;

  /** The intervals of this size that a range overlaps, whole, in order. */
  public List<DataInterval> intervals(DataInterval range) {
    return switch (this) {
      case DAY -> range.days();
      case MONTH -> range.months();
      case WHOLE -> List.of(DataInterval.WHOLE);
    };
  }

  /** The smallest range that has all of another and cuts no interval of this size. */
  public DataInterval around(DataInterval range) {
    return this == WHOLE ? range : DataInterval.hull(intervals(range));
  }

  /** Name of the partition column, which holds the first day of the interval. */
  public Optional<String> column() {
    return switch (this) {
      case DAY -> Optional.of(TableSpec.INTERVAL_DAY);
      case MONTH -> Optional.of(TableSpec.INTERVAL_MONTH);
      case WHOLE -> Optional.empty();
    };
  }

  /**
   * Rows in an order in which each task has them interval by interval, as they are written to a
   * table that is divided so: who looks at them on their way has one interval before it at a time,
   * and the writer need not sort them.
   */
  Dataset<Row> inOrder(Dataset<Row> rows) {
    return column().map(name -> rows.sortWithinPartitions(name)).orElse(rows);
  }
}
