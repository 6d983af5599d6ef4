package io.falaj.training.preprocess;

import io.falaj.lineage.exact.ExactSum;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What fitting needs to know of one column. Merging is exact, so that the order and the number of
 * the parts do not matter.
 */
abstract sealed class ColumnSummary implements Serializable {

  /** Rows without a value. */
  long missing;

  /** Rows with one. */
  long present;

  abstract void add(@Nullable Object cell);

  abstract void merge(ColumnSummary other);

  static final class OfNumber extends ColumnSummary {

    private static final double ROUNDING = 1e-14;

    private final boolean log1p;
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private final ValueBins bins = new ValueBins();

    OfNumber(boolean log1p) {
      this.log1p = log1p;
    }

    @Override
    void add(@Nullable Object cell) {
      double raw = Numbers.of(cell);
      double x = log1p ? Numbers.log1p(raw) : raw;
      if (!Numbers.known(x)) {
        missing++;
        return;
      }
      present++;
      sum.add(x);
      double square = x * x;
      squares.add(square);
      squares.add(Math.fma(x, x, -square));
      bins.add(x, 1);
    }

    @Override
    void merge(ColumnSummary other) {
      OfNumber more = (OfNumber) other;
      missing += more.missing;
      present += more.present;
      sum.add(more.sum);
      squares.add(more.squares);
      bins.add(more.bins);
    }

    double mean() {
      return present == 0 ? 0 : sum.mean(present);
    }

    /**
     * The population's standard deviation; 1 for a column that is constant but for the rounding of
     * its values.
     */
    double deviation() {
      if (present == 0) {
        return 1;
      }
      // From exact sums: a difference of rounded ones would lose all of a small deviation.
      BigDecimal rows = BigDecimal.valueOf(present);
      double variance =
          squares
              .total()
              .multiply(rows)
              .subtract(sum.total().pow(2))
              .divide(rows.pow(2), MathContext.DECIMAL128)
              .doubleValue();
      double deviation = Math.sqrt(variance);
      return deviation > ROUNDING * Math.abs(mean()) ? deviation : 1;
    }

    /** As {@link ValueBins#median}; 0 without values. */
    double median() {
      return present == 0 ? 0 : bins.median(present);
    }
  }

  static final class OfCategory extends ColumnSummary {

    /** The most distinct values that are counted: more are too many for a category. */
    static final int MOST_DISTINCT = 100_000;

    private final Map<String, Long> counts = new TreeMap<>();

    @Override
    void add(@Nullable Object cell) {
      if (cell == null) {
        missing++;
      } else {
        present++;
        count(cell.toString(), 1);
      }
    }

    @Override
    void merge(ColumnSummary other) {
      OfCategory more = (OfCategory) other;
      missing += more.missing;
      present += more.present;
      more.counts.forEach(this::count);
    }

    private void count(String value, long rows) {
      if (!tooMany()) {
        counts.merge(value, rows, Long::sum);
      }
    }

    /** Whether there are more distinct values than are counted. */
    boolean tooMany() {
      return counts.size() > MOST_DISTINCT;
    }

    /** Rows by value, in the order of the values; not all of them when there are too many. */
    Map<String, Long> counts() {
      return counts;
    }
  }
}
