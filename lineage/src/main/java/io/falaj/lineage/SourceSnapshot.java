package io.falaj.lineage;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a table outside the lake holds at one moment. */
public interface SourceSnapshot extends AutoCloseable {

  /** What the snapshot is as an input of a step. */
  StepInput input();

  /**
   * How far the snapshot reaches, for {@link SnapshotQuery#since} of a later one; nothing where the
   * table does not tell what is new.
   */
  Optional<String> position();

  /** What {@link SnapshotQuery#since} an earlier snapshot's position leaves. */
  Since since(String position);

  /** What rows since a position are. */
  enum Since {
    /** All rows: the table does not tell. */
    ALL,
    /** Those that are new or have changed, and perhaps others. */
    CHANGES,
    /** Those that are new, and all that was there is as it was. */
    ADDITIONS
  }

  /** The names of the table's columns, in its order. */
  List<String> names();

  /** Whether rows can be asked for by bounds of a column: one of dates or timestamps. */
  boolean hasTimes(String column);

  /**
   * Rows as records: the columns asked for, as text, then {@link Sources#ROW}, {@link
   * Sources#SOURCE}, and {@link Sources#TEXT} and {@link Sources#FAILED}, which are null. Values
   * become the text that reads back as the same value: times in UTC, bytes in base64, arrays and
   * nested values as JSON.
   */
  Dataset<Row> rows(SnapshotQuery query);

  /** Lets go of the snapshot: rows that were not read by then cannot be. */
  @Override
  void close();
}
