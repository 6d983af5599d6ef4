package io.falaj.lineage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
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
   * Writes rows to files before it is known which intervals they make pending: where the inputs of
   * an interval follow from the rows. {@link #settle} then tells.
   *
   * @param rows of pending intervals
   */
  StagedRows stage(TableSpec table, Dataset<Row> rows, RowObserver<?>... observers);

  /**
   * Says what the intervals are computed from, now that it is known. Those whose current commit
   * carries the same step key are no longer pending.
   *
   * @param intervals those that were asked for
   */
  void settle(List<IntervalRequest> intervals);

  /**
   * As {@link #replaceIntervals(TableSpec, Dataset, RowObserver[])}, with rows that are staged
   * already: those of intervals that are not pending go.
   *
   * @param beside more rows of the pending intervals, if any, for the same observers
   */
  StagedWrite replaceIntervals(StagedRows staged, Optional<Dataset<Row>> beside);

  /**
   * Writes rows beside those that the table has. Their order is kept, provided they are sorted by
   * the partition columns first. The commit holds the row count and checksum of these rows alone.
   */
  StagedWrite append(TableSpec table, Dataset<Row> rows, RowObserver<?>... observers);

  /**
   * Writes rows that take the place of those with the same keys in the same pending interval, and
   * come beside the others. Rows of the table that have no value in a key column match none and
   * stay. The table is partitioned as for {@link #replaceIntervals(TableSpec, Dataset,
   * RowObserver[])}; {@link StagedWrite#contents()} and the step's commit tell what the intervals
   * hold with it, and the observers see all of that.
   *
   * <p>Only files that hold a row which is replaced are written anew. That costs a scan of the
   * intervals' key columns, a pass over all their rows (the checksum covers them), and the rows
   * given once in memory, then on disk; they are computed once.
   *
   * @param table defines all columns that the table has
   * @param keyColumns at least one; equal as Spark's {@code =} has it, so that NaN equals NaN
   * @throws FalajException.DataRefused if a row has no value in a key column, or two rows of an
   *     interval have the same keys; nothing is written then
   * @throws FalajException.Configuration if a key column is not there, the table has columns beside
   *     those defined, or was written by other intervals
   */
  StagedWrite merge(
      TableSpec table, List<String> keyColumns, Dataset<Row> rows, RowObserver<?>... observers);

  /**
   * Takes rows away from the pending intervals: those whose values in the columns of {@code
   * rowKeys} are those of one of its rows, which may be there more than once. Where there is
   * nothing to take away, no file is written and the step is committed all the same. Costs,
   * partitions and contents are as for {@link #merge}, and neither keys nor condition get into the
   * table's log; rows that are gone stay in older versions.
   *
   * @param rowKeys named as the table's columns and of their types
   * @throws FalajException.DataRefused if one of them has no value in a column
   * @throws FalajException.Configuration if the table has no such column, or one of another type
   */
  StagedWrite delete(TableSpec table, Dataset<Row> rowKeys);

  /**
   * As {@link #delete(TableSpec, Dataset)}, of rows for which a condition is true; where it is
   * null, they stay.
   *
   * @throws FalajException.Configuration if the condition cannot be read, or follows from more than
   *     the row
   */
  StagedWrite delete(TableSpec table, Column where);

  /** Records a facet of the COMPLETE event: text, numbers, booleans, times, lists and maps. */
  void record(String name, Object facet);

  /** Names the cause that {@link #close} is to record, where the step failed. */
  void failed(Throwable cause);

  /** Commits the pending intervals: from now on readers see what was written. */
  StepResult commit();

  @Override
  void close();
}
