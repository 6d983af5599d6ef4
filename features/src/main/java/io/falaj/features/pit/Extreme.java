package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The least or greatest value: every value with how often it is there. */
final class Extreme implements Accumulator {

  private final Aggregate aggregate;
  private final TreeMap<Object, Integer> values;

  Extreme(Aggregate aggregate, ColumnType type) {
    this.aggregate = aggregate;
    this.values = new TreeMap<>(type::exactOrder);
  }

  @Override
  public void clear() {
    values.clear();
  }

  @Override
  public void add(Object value) {
    values.merge(value, 1, Integer::sum);
  }

  @Override
  public void remove(Object value) {
    values.computeIfPresent(value, (v, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public @Nullable Object value() {
    if (values.isEmpty()) {
      return null;
    }
    return aggregate == Aggregate.MIN ? values.firstKey() : values.lastKey();
  }
}
