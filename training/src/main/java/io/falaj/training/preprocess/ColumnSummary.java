package io.falaj.training.preprocess;

import java.io.Serializable;
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
      if (!Double.isFinite(x)) {
        missing++;
        return;
      }
      present++;
      sum.add(x);
      squares.add(x * x);
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
      return present == 0 ? 0 : sum.over(present);
    }

    /** The population's standard deviation; 1 for a constant column. */
    double deviation() {
      if (present == 0) {
        return 1;
      }
      double mean = mean();
      double variance = squares.over(present) - mean * mean;
      return variance > 1e-12 * Math.max(1, mean * mean) ? Math.sqrt(variance) : 1;
    }

    /** As {@link ValueBins#median}; 0 without values. */
    double median() {
      return present == 0 ? 0 : bins.median(present);
    }
  }

  static final class OfCategory extends ColumnSummary {

    private final Map<String, Long> counts = new TreeMap<>();

    @Override
    void add(@Nullable Object cell) {
      if (cell == null) {
        missing++;
      } else {
        present++;
        counts.merge(cell.toString(), 1L, Long::sum);
      }
    }

    @Override
    void merge(ColumnSummary other) {
      OfCategory more = (OfCategory) other;
      missing += more.missing;
      present += more.present;
      more.counts.forEach((value, rows) -> counts.merge(value, rows, Long::sum));
    }

    /** Rows by value, in the order of the values. */
    Map<String, Long> counts() {
      return counts;
    }
  }
}
