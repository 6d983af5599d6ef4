package io.falaj.features.pit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Merges sorted runs into one sorted sequence, with a binary heap whose top is moved in place. */
final class MergingCursor implements EventCursor {

  private final EventReader reader;
  private final List<EventCursor> unopened;
  private final List<EventCursor> heap = new ArrayList<>();
  private boolean opened;

  MergingCursor(List<EventCursor> runs, EventReader reader) {
    this.reader = reader;
    this.unopened = runs;
  }

  @Override
  public boolean advance() {
    if (!opened) {
      open();
    } else if (!heap.isEmpty()) {
      if (!heap.get(0).advance()) {
        EventCursor last = heap.remove(heap.size() - 1);
        if (!heap.isEmpty()) {
          heap.set(0, last);
        }
      }
      siftDown(0);
    }
    return !heap.isEmpty();
  }

  private void open() {
    opened = true;
    for (EventCursor run : unopened) {
      if (run.advance()) {
        heap.add(run);
      }
    }
    for (int i = heap.size() / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  private void siftDown(int from) {
    int at = from;
    while (true) {
      int least = at;
      for (int child = 2 * at + 1; child <= 2 * at + 2 && child < heap.size(); child++) {
        if (before(heap.get(child), heap.get(least))) {
          least = child;
        }
      }
      if (least == at) {
        return;
      }
      EventCursor moved = heap.get(at);
      heap.set(at, heap.get(least));
      heap.set(least, moved);
      at = least;
    }
  }

  private boolean before(EventCursor left, EventCursor right) {
    InternalRow a = left.row();
    InternalRow b = right.row();
    return a != null && b != null && reader.compareRows(a, b) < 0;
  }

  @Override
  public @Nullable InternalRow row() {
    return heap.isEmpty() ? null : heap.get(0).row();
  }
}
