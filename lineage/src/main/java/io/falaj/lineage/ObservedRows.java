package io.falaj.lineage;

import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows that observers look at wherever they are used: what they saw is known afterwards. */
public interface ObservedRows {

  /** The rows, unchanged: use them in one job. */
  Dataset<Row> rows();

  /**
   * Those for which a column of truth values holds, unchanged: use these or {@link #rows}. All are
   * looked at, and none is copied to be left out, as a filter behind them would.
   */
  Dataset<Row> rowsWhere(String column);

  /** Lets all rows pass and keeps none: how many there were. */
  long count();

  /** What an observer has seen, once the job that uses the rows is done; nothing before. */
  <S extends Serializable> S observed(RowObserver<S> observer);
}
