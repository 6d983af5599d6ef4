package io.falaj.features.pit;

import java.io.Serializable;
import java.util.List;

/**
 * The features over windows of one width. Last values without a window are here too, with a window
 * as wide as the view's ttl.
 *
 * @param width in microseconds; -1 for a window that only the ttl limits
 * @param openEdge 1 where an event at exactly the left edge is outside, 0 where it is inside
 * @param ttl in microseconds; -1 where there is none
 */
record WindowPlan(long width, int openEdge, long ttl, List<FeaturePlan> features)
    implements Serializable {

  /** The least event time that counts for a label's time. */
  long leastTime(long labelTime) {
    long byWidth = width < 0 ? Long.MIN_VALUE : minus(labelTime, width) + openEdge;
    long byTtl = ttl < 0 ? Long.MIN_VALUE : minus(labelTime, ttl);
    return Math.max(byWidth, byTtl);
  }

  /** Saturates: a window longer than time itself holds everything. */
  private static long minus(long time, long span) {
    long result = time - span;
    return ((time ^ span) & (time ^ result)) < 0 ? Long.MIN_VALUE : result;
  }
}
