package io.falaj.features.pit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The latest versions of a key's events, in the total order by which the last one wins. Positions
 * are moved by {@link #insert} and {@link #remove} alone, and not by what is forgotten.
 */
final class EventList {

  private final EventReader reader;
  private @Nullable Event[] slots = new @Nullable Event[16];
  private int base;
  private int first;
  private int end;

  EventList(EventReader reader) {
    this.reader = reader;
  }

  void clear() {
    Arrays.fill(slots, first - base, end - base, null);
    base = 0;
    first = 0;
    end = 0;
  }

  /** The position of the first event that is kept. */
  int first() {
    return first;
  }

  /** One more than the position of the last event. */
  int end() {
    return end;
  }

  Event at(int position) {
    Event event = slots[position - base];
    if (event == null) {
      throw new IndexOutOfBoundsException("no event at " + position);
    }
    return event;
  }

  /** The position of the version of the event that is here, or -1. */
  int find(Event event) {
    int position = lowerBound(event.eventTime);
    for (; position < end && at(position).eventTime == event.eventTime; position++) {
      if (reader.sameEvent(at(position), event)) {
        return position;
      }
    }
    return -1;
  }

  /** The position of the first event that happened at the time or later. */
  private int lowerBound(long eventTime) {
    int low = first;
    int high = end;
    if (low < high && at(high - 1).eventTime < eventTime) {
      return high;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).eventTime < eventTime) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Puts an event where it belongs, and returns the position; later ones move up by one. */
  int insert(Event event) {
    if (end - base == slots.length) {
      makeRoom();
    }
    int position = end;
    while (position > first && reader.compareEvents(at(position - 1), event) > 0) {
      position--;
    }
    System.arraycopy(slots, position - base, slots, position - base + 1, end - position);
    slots[position - base] = event;
    end++;
    return position;
  }

  /** Takes an event out; later ones move down by one. */
  void remove(int position) {
    System.arraycopy(slots, position - base + 1, slots, position - base, end - position - 1);
    end--;
    slots[end - base] = null;
  }

  /** Forgets the events before a position. */
  void forgetBefore(int position) {
    Arrays.fill(slots, first - base, position - base, null);
    first = position;
  }

  private void makeRoom() {
    int length = first - base > slots.length / 2 ? slots.length : slots.length * 2;
    @Nullable Event[] moved = new @Nullable Event[length];
    System.arraycopy(slots, first - base, moved, 0, end - first);
    slots = moved;
    base = first;
  }
}
