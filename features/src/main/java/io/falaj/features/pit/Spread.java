package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.lineage.exact.Rounding;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The sample variance of numbers, or its square root: from exact sums of them and of their squares,
 * since a difference of rounded ones would lose all of a small variance of large numbers.
 */
final class Spread implements Accumulator {

  private final Aggregate aggregate;
  private final ExactMoments moments = new ExactMoments();

  Spread(Aggregate aggregate) {
    this.aggregate = aggregate;
  }

  @Override
  public void clear() {
    moments.clear();
  }

  @Override
  public void add(Object value) {
    moments.term(value, 1);
  }

  @Override
  public void remove(Object value) {
    moments.term(value, -1);
  }

  @Override
  public @Nullable Object value() {
    long count = moments.count();
    if (count < 2) {
      return null;
    } else if (!moments.finite()) {
      return Double.NaN;
    }
    // (n Σx² − (Σx)²) / (n (n − 1)): of an exact numerator, which is never negative.
    BigDecimal numerator =
        moments.squares().multiply(BigDecimal.valueOf(count)).subtract(moments.sum().pow(2));
    double variance = Rounding.quotient(numerator, Math.multiplyExact(count, count - 1));
    return aggregate == Aggregate.VARIANCE ? variance : Math.sqrt(variance);
  }
}
