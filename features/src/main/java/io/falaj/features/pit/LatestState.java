package io.falaj.features.pit;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.jspecify.annotations.Nullable;

/**
 * For last values where no event is ever removed and null is a value: a newer version of an event
 * never ranks lower than an older one, so one running best is all that is needed.
 */
final class LatestState implements KeyState {

  private final EventReader reader;
  private final WindowPlan[] windows;
  private @Nullable Event best;

  LatestState(ViewPlan plan) {
    this.reader = plan.reader();
    this.windows = plan.windows().toArray(WindowPlan[]::new);
  }

  @Override
  public void clear() {
    best = null;
  }

  @Override
  public void add(InternalRow row) {
    Event event = reader.event(row);
    if (best == null || reader.compareEvents(event, best) > 0) {
      best = event;
    }
  }

  @Override
  public void write(long labelTime, GenericInternalRow features) {
    Event event = best;
    for (WindowPlan window : windows) {
      boolean counts = event != null && event.eventTime >= window.leastTime(labelTime);
      for (FeaturePlan feature : window.features()) {
        features.update(
            feature.output(), counts && event != null ? event.inputs[feature.input()] : null);
      }
    }
  }
}
