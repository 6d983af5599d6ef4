package io.falaj.features.pit;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** How many different values there are: each of them, with how often it is there. */
final class DistinctCount implements Accumulator {

  private final Map<Object, Integer> values = new HashMap<>();

  @Override
  public void clear() {
    values.clear();
  }

  @Override
  public void add(Object value) {
    values.merge(same(value), 1, Integer::sum);
  }

  @Override
  public void remove(Object value) {
    values.computeIfPresent(same(value), (v, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public Object value() {
    return (long) values.size();
  }

  /** What equals another just where the values are the same to Spark. */
  private static Object same(Object value) {
    if (value instanceof Double number) {
      return number + 0.0;
    } else if (value instanceof Float number) {
      return number + 0.0f;
    }
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }
}
