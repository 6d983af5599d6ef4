package io.falaj.lineage;

import java.io.Serializable;
import java.util.SortedMap;

/**
 * Rows that are written but not yet part of their table: look at what was observed, then commit or
 * abandon.
 */
public interface StagedWrite {

  /** How many rows were written; of a merge or delete, how many the intervals hold with it. */
  long rows();

  /**
   * Rows and content checksum of each pending interval, those without rows included: of what was
   * written, and of a merge or delete of all that the interval holds with it.
   */
  SortedMap<DataInterval, IntervalContent> contents();

  /**
   * Whether a run that died had written just this: the rows given now were not looked at, and what
   * is told of them is read from the table.
   */
  boolean rolledForward();

  /** What an observer given to the write has seen. */
  <S extends Serializable> S observed(RowObserver<S> observer);

  /**
   * Makes the rows part of the table. They are visible once the step commits.
   *
   * @throws FalajException.Transient if another run wrote one of the same intervals meanwhile
   */
  TableVersion commit();

  /** Drops what was written; the table stays as it was. */
  void abandon();
}
