package io.falaj.features.pit;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/** The events within reach of a key, with the windows that slide over them. */
final class WindowState implements KeyState {

  private final EventReader reader;
  private final EventList events;
  private final SlidingWindow[] windows;

  WindowState(ViewPlan plan) {
    this.reader = plan.reader();
    this.events = new EventList(reader);
    this.windows =
        plan.windows().stream()
            .map(window -> new SlidingWindow(window, events))
            .toArray(SlidingWindow[]::new);
  }

  @Override
  public void clear() {
    events.clear();
    for (SlidingWindow window : windows) {
      window.clear();
    }
  }

  @Override
  public void add(InternalRow row) {
    Event event = reader.event(row);
    int earlier = events.find(event);
    if (earlier >= 0) {
      for (SlidingWindow window : windows) {
        window.removing(earlier);
      }
      events.remove(earlier);
    }
    if (!event.deleted) {
      int position = events.insert(event);
      for (SlidingWindow window : windows) {
        window.inserted(position);
      }
    }
  }

  @Override
  public void write(long labelTime, GenericInternalRow features) {
    int needed = events.end();
    for (SlidingWindow window : windows) {
      window.slideTo(labelTime);
      window.write(features);
      needed = Math.min(needed, window.left());
    }
    events.forgetBefore(needed);
  }
}
