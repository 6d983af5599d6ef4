package io.falaj.features.pit;

/** How many values there are. */
final class Count implements Accumulator {

  private long count;

  @Override
  public void clear() {
    count = 0;
  }

  @Override
  public void add(Object value) {
    count++;
  }

  @Override
  public void remove(Object value) {
    count--;
  }

  @Override
  public Object value() {
    return count;
  }
}
