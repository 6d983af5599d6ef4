package io.falaj.features.pit;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;

/** One view's events of a bucket, merged with labels that come in order of keys and time. */
final class ViewMerge {

  private final ViewPlan plan;
  private final EventReader reader;
  private final EventCursor events;
  private final KeyState state;
  private final GenericInternalRow computed;
  private final GenericInternalRow features;
  private boolean begun;

  ViewMerge(ViewPlan plan, EventCursor events) {
    this.plan = plan;
    this.reader = plan.reader();
    this.events = events;
    this.state = KeyState.of(plan);
    this.computed = new GenericInternalRow(plan.computed());
    this.features = plan.divides() ? new GenericInternalRow(plan.outputs().size()) : computed;
  }

  /** Begins the next key; null for labels that match no event. */
  void begin(@Nullable InternalRow label, int firstKey) {
    state.clear();
    if (!begun) {
      begun = true;
      events.advance();
    }
    if (label != null) {
      InternalRow row = events.row();
      while (row != null && reader.compareKeys(row, label, firstKey) < 0) {
        row = events.advance() ? events.row() : null;
      }
    }
  }

  /** The features of a label of the key that was begun; the row is used again for the next one. */
  GenericInternalRow features(
      @Nullable InternalRow label, int firstKey, long labelTime, long late) {
    if (label != null) {
      InternalRow row = events.row();
      while (row != null
          && reader.knownTime(row) <= labelTime - late
          && reader.compareKeys(row, label, firstKey) == 0) {
        state.add(row);
        row = events.advance() ? events.row() : null;
      }
    }
    state.write(labelTime, computed);
    if (plan.divides()) {
      for (int i = 0; i < plan.features().size(); i++) {
        features.update(i, plan.features().get(i).value(computed));
      }
    }
    return features;
  }

  String name() {
    return plan.name();
  }
}
