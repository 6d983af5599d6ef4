package io.falaj.lineage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A step between its start and its end: its tables are written in order, each committed by itself,
 * and become visible together when the step commits. Closing it before that is a failure, which is
 * recorded; the next run with the same inputs rolls forward what was written.
 */
public interface Step extends AutoCloseable {

  /** The intervals whose current commit does not carry the same step key, in order. */
  List<DataInterval> pending();

  /** Whether nothing is to be done: close without writing. */
  default boolean upToDate() {
    return pending().isEmpty();
  }

  /** The step key of each interval asked for, up to date or not. */
  Map<DataInterval, Fingerprint> stepKeys();

  /**
   * Writes rows that take the place of all rows of the pending intervals. The table is partitioned
   * by the intervals' months or days, or the only interval is {@link DataInterval#WHOLE}.
   */
  StagedWrite replaceIntervals(TableSpec table, Dataset<Row> rows, RowObserver<?>... observers);

  /**
   * As {@link #replaceIntervals(TableSpec, Dataset, RowObserver[])}, but of some of the pending
   * intervals only: the others keep the rows that they have in this table.
   *
   * @param only the intervals to write, at least one
   */
  StagedWrite replaceIntervals(
      TableSpec table, Set<DataInterval> only, Dataset<Row> rows, RowObserver<?>... observers);

  /**
   * Writes rows beside those that the table has. Their order is kept, provided they are sorted by
   * the partition columns first.
   */
  StagedWrite append(TableSpec table, Dataset<Row> rows, RowObserver<?>... observers);

  /** Records a facet of the COMPLETE event: text, numbers, booleans, times, lists and maps. */
  void record(String name, Object facet);

  /** Names the cause that {@link #close} is to record, where the step failed. */
  void failed(Throwable cause);

  /** Commits the pending intervals: from now on readers see what was written. */
  StepResult commit();

  @Override
  void close();
}
