package io.falaj.features.pit;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * What a view's features need of one key: events come in the order in which they were known, labels
 * in order of time, and each label sees exactly the events that were known by then.
 */
sealed interface KeyState permits LatestState, WindowState {

  static KeyState of(ViewPlan plan) {
    return plan.latestSuffices() ? new LatestState(plan) : new WindowState(plan);
  }

  /** Begins another key. */
  void clear();

  /** A version of an event became known. */
  void add(InternalRow row);

  /**
   * Writes the features as known at a time, which is never before that of the call before.
   *
   * @throws ArithmeticException if one does not fit its type
   */
  void write(long labelTime, GenericInternalRow features);
}
