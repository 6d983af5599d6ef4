package io.falaj.features.pit;

import org.jspecify.annotations.Nullable;

/** A quantile of numbers, exact: all of them are kept, in order. */
final class Quantile implements Accumulator {

  private final double q;
  private final SortedNumbers numbers = new SortedNumbers();

  Quantile(double q) {
    this.q = q;
  }

  @Override
  public void clear() {
    numbers.clear();
  }

  @Override
  public void add(Object value) {
    numbers.add(ColumnType.number(value));
  }

  @Override
  public void remove(Object value) {
    numbers.remove(ColumnType.number(value));
  }

  @Override
  public @Nullable Object value() {
    if (numbers.size() == 0) {
      return null;
    }
    double place = q * (numbers.size() - 1);
    int below = (int) place;
    double low = numbers.at(below);
    if (place == below) {
      return low; // nothing of the next one counts, were it infinite
    }
    double high = numbers.at(below + 1);
    return low == high ? low : (below + 1 - place) * low + (place - below) * high;
  }
}
