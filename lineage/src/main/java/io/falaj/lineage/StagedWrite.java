package io.falaj.lineage;

import java.io.Serializable;
import java.util.SortedMap;

/**
 * Rows that are written but not yet part of their table: look at what was observed, then commit or
 * abandon.
 */
public interface StagedWrite {

  /** How many rows were written. */
  long rows();

  /** Rows and content checksum of each pending interval, those without rows included. */
  SortedMap<DataInterval, IntervalContent> contents();

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
