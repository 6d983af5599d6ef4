package io.falaj.features.pit;

import io.falaj.features.NullPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.jspecify.annotations.Nullable;

/**
 * The aggregates over one width of window. Labels come in order of time, so the window's left edge
 * only moves forward: every event is added once and taken away once, however many labels there are.
 */
final class SlidingWindow {

  private final WindowPlan plan;
  private final EventList events;
  private final Accumulator[] accumulators;
  private final FeaturePlan[] accumulated;
  private final FeaturePlan[] lookedUp;
  private long leastTime;
  private int left;

  SlidingWindow(WindowPlan plan, EventList events) {
    this.plan = plan;
    this.events = events;
    this.accumulated = select(plan.features(), f -> !f.aggregate().positional());
    this.lookedUp = select(plan.features(), f -> f.aggregate().positional());
    this.accumulators = new Accumulator[accumulated.length];
    for (int i = 0; i < accumulated.length; i++) {
      accumulators[i] = accumulated[i].accumulator();
    }
    clear();
  }

  private static FeaturePlan[] select(
      List<FeaturePlan> features, java.util.function.Predicate<FeaturePlan> wanted) {
    return features.stream().filter(wanted).toArray(FeaturePlan[]::new);
  }

  void clear() {
    leastTime = Long.MIN_VALUE;
    left = 0;
    for (Accumulator accumulator : accumulators) {
      accumulator.clear();
    }
  }

  /** The position of the first event that is in the window. */
  int left() {
    return left;
  }

  /** An event was put in at a position. */
  void inserted(int position) {
    Event event = events.at(position);
    if (event.eventTime < leastTime) {
      left++;
    } else {
      add(event);
    }
  }

  /** The event at a position is about to be taken out. */
  void removing(int position) {
    if (position < left) {
      left--;
    } else {
      remove(events.at(position));
    }
  }

  /** Moves the window's end to the label's time, which never goes back. */
  void slideTo(long labelTime) {
    leastTime = Math.max(leastTime, plan.leastTime(labelTime));
    while (left < events.end() && events.at(left).eventTime < leastTime) {
      remove(events.at(left++));
    }
  }

  /** Writes the aggregates. */
  void write(GenericInternalRow features) {
    for (int i = 0; i < accumulated.length; i++) {
      features.update(accumulated[i].output(), accumulators[i].value());
    }
    for (FeaturePlan feature : lookedUp) {
      features.update(
          feature.output(),
          switch (feature.aggregate()) {
            case FIRST -> first(feature);
            case LAST -> last(feature);
            default -> lastOnes(feature, (int) feature.parameter());
          });
    }
  }

  private @Nullable Object first(FeaturePlan feature) {
    for (int position = left; position < events.end(); position++) {
      if (stands(feature, events.at(position))) {
        return feature.value(events.at(position));
      }
    }
    return null;
  }

  private @Nullable Object last(FeaturePlan feature) {
    for (int position = events.end() - 1; position >= left; position--) {
      if (stands(feature, events.at(position))) {
        return feature.value(events.at(position));
      }
    }
    return null;
  }

  private @Nullable Object lastOnes(FeaturePlan feature, int most) {
    Deque<Optional<Object>> values = new ArrayDeque<>();
    for (int position = events.end() - 1; position >= left && values.size() < most; position--) {
      if (stands(feature, events.at(position))) {
        values.addFirst(Optional.ofNullable(feature.value(events.at(position))));
      }
    }
    return values.isEmpty()
        ? null
        : new GenericArrayData(values.stream().map(value -> value.orElse(null)).toArray());
  }

  /** Whether an event's value may be the feature's. */
  private static boolean stands(FeaturePlan feature, Event event) {
    return feature.counts(event)
        && (feature.nullPolicy() == NullPolicy.KEEP || feature.value(event) != null);
  }

  private void add(Event event) {
    for (int i = 0; i < accumulated.length; i++) {
      Object value = accumulated[i].value(event);
      if (value != null) {
        accumulators[i].add(value);
      }
    }
  }

  private void remove(Event event) {
    for (int i = 0; i < accumulated.length; i++) {
      Object value = accumulated[i].value(event);
      if (value != null) {
        accumulators[i].remove(value);
      }
    }
  }
}
