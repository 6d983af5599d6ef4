package io.falaj.lineage;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Rows that observers look at on their way: no second pass, no change of the rows. */
final class RowTap implements ObservedRows {

  /** In place of a column that says which rows to keep. */
  private static final int ALL = -1;

  private final SparkSession session;
  private final List<RowObserver<?>> observers;
  private final PartitionStates states = new PartitionStates();
  private final org.apache.spark.sql.classic.Dataset<Row> given;
  private final Dataset<Row> rows;

  private RowTap(SparkSession session, Dataset<Row> given, List<RowObserver<?>> observers) {
    this.session = session;
    this.observers = observers;
    this.given = (org.apache.spark.sql.classic.Dataset<Row>) given;
    this.rows = watched(ALL);
  }

  static RowTap over(SparkSession session, Dataset<Row> rows, List<RowObserver<?>> observers) {
    RowTap tap = new RowTap(session, rows, observers);
    session.sparkContext().register(tap.states, "observed rows");
    return tap;
  }

  private Dataset<Row> watched(int kept) {
    StructType schema = given.schema();
    List<RowObserver<?>> all = observers;
    PartitionStates seen = states;
    ObservedPlan plan =
        new ObservedPlan(
            given.queryExecution().analyzed(),
            (partition, iterator) -> new Watched(iterator, schema, kept, all, seen));
    return org.apache.spark.sql.classic.Dataset.ofRows(session, plan);
  }

  @Override
  public Dataset<Row> rows() {
    return rows;
  }

  @Override
  public Dataset<Row> rowsWhere(String column) {
    return watched(given.schema().fieldIndex(column));
  }

  @Override
  public long count() {
    try {
      return rows.count();
    } catch (Exception e) { // Scala throws checked ones too
      throw IoFailure.of("read the rows to look at", e);
    }
  }

  @Override
  public <S extends Serializable> S observed(RowObserver<S> observer) {
    int at = observers.indexOf(observer);
    if (at < 0) {
      throw new IllegalArgumentException("this observer was not given to the write");
    }
    S result = observer.open(rows.schema());
    for (Serializable[] partition : states.value().values()) {
      @SuppressWarnings("unchecked") // each observer's state stands at its own place
      S state = (S) partition[at];
      result = observer.merge(result, state);
    }
    return result;
  }

  /**
   * What an observer has seen of the rows of several taps together; nothing where there is none.
   */
  static <S extends Serializable> S observed(
      StructType schema, List<RowTap> taps, RowObserver<S> observer) {
    S result = observer.open(taps.isEmpty() ? schema : taps.get(0).rows.schema());
    for (RowTap tap : taps) {
      result = observer.merge(result, tap.observed(observer));
    }
    return result;
  }

  /** Passes rows on and, after the last, hands over what was seen. */
  private static final class Watched implements Iterator<InternalRow> {
    private final Iterator<InternalRow> in;
    private final int kept;
    private @Nullable InternalRow next;
    private final RowObserver<Serializable>[] observers;
    private final Serializable[] seen;
    private final PartitionStates states;
    private boolean told;

    @SuppressWarnings("unchecked") // states are handed only to the observer that opened them
    Watched(
        Iterator<InternalRow> in,
        StructType schema,
        int kept,
        List<RowObserver<?>> observers,
        PartitionStates states) {
      this.in = in;
      this.kept = kept;
      this.states = states;
      this.observers = (RowObserver<Serializable>[]) observers.toArray(new RowObserver<?>[0]);
      this.seen = new Serializable[this.observers.length];
      for (int i = 0; i < seen.length; i++) {
        seen[i] = this.observers[i].open(schema);
      }
    }

    @Override
    public boolean hasNext() {
      while (next == null && in.hasNext()) {
        InternalRow row = in.next();
        for (int i = 0; i < seen.length; i++) {
          observers[i].observe(seen[i], row);
        }
        if (kept == ALL || (!row.isNullAt(kept) && row.getBoolean(kept))) {
          next = row;
        }
      }
      if (next == null && !told) {
        told = true;
        states.add(Map.entry(TaskContext.getPartitionId(), seen));
      }
      return next != null;
    }

    @Override
    public InternalRow next() {
      InternalRow row = next;
      if (row == null && hasNext()) {
        row = next;
      }
      if (row == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return row;
    }
  }
}
