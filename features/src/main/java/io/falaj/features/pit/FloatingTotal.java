package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.lineage.exact.ExactSum;
import org.jspecify.annotations.Nullable;

/** The sum or mean of floating-point numbers. */
final class FloatingTotal implements Accumulator {

  private final Aggregate aggregate;
  private final ExactSum sum = new ExactSum();
  private long count;

  FloatingTotal(Aggregate aggregate) {
    this.aggregate = aggregate;
  }

  @Override
  public void clear() {
    sum.clear();
    count = 0;
  }

  @Override
  public void add(Object value) {
    sum.add(((Number) value).doubleValue());
    count++;
  }

  @Override
  public void remove(Object value) {
    sum.subtract(((Number) value).doubleValue());
    count--;
  }

  @Override
  public @Nullable Object value() {
    if (count == 0) {
      return null;
    }
    return aggregate == Aggregate.SUM ? sum.rounded() : sum.mean(count);
  }
}
