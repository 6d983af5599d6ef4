package io.falaj.features.pit;

import io.falaj.features.Aggregate;
import io.falaj.lineage.exact.Rounding;
import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/** The sum of decimals, as a decimal, or their mean, as a double. */
final class DecimalTotal implements Accumulator {

  private final Aggregate aggregate;
  private final DecimalType sumType;
  private BigDecimal sum = BigDecimal.ZERO;
  private long count;

  DecimalTotal(Aggregate aggregate, DecimalType sumType) {
    this.aggregate = aggregate;
    this.sumType = sumType;
  }

  @Override
  public void clear() {
    sum = BigDecimal.ZERO;
    count = 0;
  }

  @Override
  public void add(Object value) {
    sum = sum.add(ColumnType.exact(value));
    count++;
  }

  @Override
  public void remove(Object value) {
    sum = sum.subtract(ColumnType.exact(value));
    count--;
  }

  @Override
  public @Nullable Object value() {
    if (count == 0) {
      return null;
    }
    if (aggregate == Aggregate.MEAN) {
      return Rounding.quotient(sum, count);
    }
    if (sum.precision() - sum.scale() > sumType.precision() - sumType.scale()) {
      throw new ArithmeticException("a sum of decimals does not fit " + sumType.sql());
    }
    return Decimal.apply(sum, sumType.precision(), sumType.scale());
  }
}
