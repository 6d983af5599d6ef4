package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.lineage.exact.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The sum or mean of whole numbers, and of booleans as 0 and 1; 128 bits wide inside. */
final class WholeTotal implements Accumulator {

  private static final long EXACT = 1L << 53;

  private final Aggregate aggregate;
  private long high;
  private long low;
  private long count;

  WholeTotal(Aggregate aggregate) {
    this.aggregate = aggregate;
  }

  @Override
  public void clear() {
    high = 0;
    low = 0;
    count = 0;
  }

  @Override
  public void add(Object value) {
    long term = ColumnType.whole(value);
    long sum = low + term;
    high += (term >> 63) + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
    low = sum;
    count++;
  }

  @Override
  public void remove(Object value) {
    long term = ColumnType.whole(value);
    high -= (term >> 63) + (Long.compareUnsigned(low, term) < 0 ? 1 : 0);
    low -= term;
    count--;
  }

  @Override
  public @Nullable Object value() {
    if (count == 0) {
      return null;
    }
    boolean fits = high == low >> 63;
    if (aggregate == Aggregate.SUM) {
      if (!fits) {
        throw new ArithmeticException("a sum of whole numbers does not fit a bigint");
      }
      return low;
    }
    return fits && Math.abs(low) <= EXACT && low != Long.MIN_VALUE
        ? (double) low / (double) count
        : Rounding.quotient(new BigDecimal(exact()), count);
  }

  private BigInteger exact() {
    BigInteger lowest = BigInteger.valueOf(low);
    BigInteger unsigned = low < 0 ? lowest.add(BigInteger.ONE.shiftLeft(64)) : lowest;
    return BigInteger.valueOf(high).shiftLeft(64).add(unsigned);
  }
}
