package io.falaj.validation;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of expectations that look at all rows of an interval, as they are written. */
final class DatasetExpectationYaml {

  /** No double has more digits before or behind its point; a sum has a few more. */
  private static final int DIGITS = 400;

  private DatasetExpectationYaml() {}

  /** {@code row_count: {min: 1, history: {intervals: 7, tolerance: 0.5}}}. */
  public record RowCountYaml(
      @Description("The fewest rows that pass.") @Nullable Long min,
      @Description("The most rows that pass.") @Nullable Long max,
      @Description("What the intervals before say.") @Nullable HistoryYaml history) {
    public RowCountYaml {
      if (min == null && max == null && history == null) {
        throw new IllegalArgumentException("row_count needs 'min', 'max' or 'history'.");
      }
      if (min != null && max != null && min > max) {
        throw new IllegalArgumentException(
            "row_count has 'min' %d above 'max' %d, and nothing lies between: exchange them."
                .formatted(min, max));
      }
    }
  }

  /** {@code history: {intervals: 7, tolerance: 0.5}}. */
  public record HistoryYaml(
      @Description("How many of the intervals before are looked at.") int intervals,
      @Description("How far from their median a count may be, as a share of it.")
          double tolerance) {
    public HistoryYaml {
      if (intervals < DatasetExpectation.RowCount.WARM_UP) {
        throw new IllegalArgumentException(
            "'intervals' is %d, and a median of fewer than %d says little: look at more."
                .formatted(intervals, DatasetExpectation.RowCount.WARM_UP));
      }
      if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
        throw new IllegalArgumentException(
            "'tolerance' is %s: it is a share of the median, 0 or more.".formatted(tolerance));
      }
    }
  }

  /** {@code completeness: {column: c, min: 0.95}}. */
  public record CompletenessYaml(String column, @Nullable Double min, @Nullable Double max) {
    public CompletenessYaml {
      Bounds.of("completeness", min, max);
    }
  }

  /** {@code mean: {column: c, min: 0, max: 10}}. */
  public record MeanYaml(String column, @Nullable Double min, @Nullable Double max) {
    public MeanYaml {
      Bounds.of("mean", min, max);
    }
  }

  /** {@code quantile: {column: c, q: 0.99, max: 10}}. */
  public record QuantileYaml(
      String column,
      @Description("Share of the numbers, from 0 to 1.") double q,
      @Nullable Double min,
      @Nullable Double max) {
    public QuantileYaml {
      if (!(q >= 0 && q <= 1)) {
        throw new IllegalArgumentException(
            "'q' is %s: it is a share of the numbers, from 0 (the least) to 1 (the greatest)."
                .formatted(q));
      }
      Bounds.of("quantile", min, max);
    }
  }

  /** {@code distinct: {column: c, min: 2, max: 10}}. */
  public record DistinctYaml(String column, @Nullable Long min, @Nullable Long max) {
    public DistinctYaml {
      bounds(min, max);
    }

    Bounds bounds() {
      return bounds(min, max);
    }

    private static Bounds bounds(@Nullable Long min, @Nullable Long max) {
      return Bounds.of(
          "distinct",
          min == null ? null : min.doubleValue(),
          max == null ? null : max.doubleValue());
    }
  }

  /** {@code sum: {column: c, equals: 1234.50, tolerance: 0.05}}; numbers are read to the digit. */
  public record SumYaml(
      String column,
      @Description("The control total.") String equals,
      @Description("How far off the sum may be.") @DefaultValue("0") String tolerance) {
    public SumYaml {
      number("equals", equals);
      if (number("tolerance", tolerance).signum() < 0) {
        throw new IllegalArgumentException(
            "'tolerance' is %s: it is how far off the sum may be, 0 or more.".formatted(tolerance));
      }
    }

    BigDecimal total() {
      return number("equals", equals);
    }

    BigDecimal off() {
      return number("tolerance", tolerance);
    }

    private static BigDecimal number(String key, String text) {
      BigDecimal number;
      try {
        number = new BigDecimal(text).stripTrailingZeros();
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "'%s' must be a number, not '%s'.".formatted(key, text), e);
      }
      if (Math.abs((long) number.precision() - number.scale()) > DIGITS) {
        throw new IllegalArgumentException(
            "'%s' is %s: no column's numbers are of that size.".formatted(key, text));
      }
      return number;
    }
  }

  /** {@code fresh: {column: c, within: P2D}}. */
  public record FreshYaml(
      String column,
      @Description("The longest time from the newest one to the interval's end: 36h, 2d or P2D.")
          Duration within) {
    public FreshYaml {
      if (within.isZero()) {
        throw new IllegalArgumentException(
            "'within' is no time at all: the end does not belong to an interval. Write 1h, or"
                + " P2D.");
      }
    }
  }

  /** {@code anomaly: {metric: mean, column: c, method: median_mad, season: weekly}}. */
  public record AnomalyYaml(
      @Description("The number of an interval that is held against those before.")
          Anomaly.Metric metric,
      @Description("Whose; row_count has none.") @Nullable String column,
      @Description("What is expected by the intervals before; mean_sigma when left out.")
          Anomaly.@Nullable Method method,
      @Description("How far off is expected, in the method's measure: 3, or 1.5 of iqr.")
          @Nullable Double deviations,
      @Description("With fewer intervals before it, nothing is judged.") @DefaultValue("8")
          int warmUp,
      @Description("How many of the intervals before are looked at, at most.") @DefaultValue("28")
          int last,
      @Description("Which of them: all, or those of the same weekday.") @DefaultValue("none")
          Anomaly.Season season) {

    /** Each interval is held against all of them. */
    private static final int MOST = 1000;

    public AnomalyYaml {
      boolean rows = metric == Anomaly.Metric.ROW_COUNT;
      if (rows != (column == null)) {
        throw new IllegalArgumentException(
            rows
                ? "row_count is of no column: leave 'column' out."
                : "'column' is missing: only row_count is of none.");
      }
      boolean numbers = metric != Anomaly.Metric.NEW_CATEGORIES;
      if (!numbers && (method != null || deviations != null)) {
        throw new IllegalArgumentException(
            "new_categories looks for values that were not there before, not at how far off a number"
                + " is: leave 'method' and 'deviations' out.");
      }
      if (deviations != null && !(deviations > 0 && Double.isFinite(deviations))) {
        throw new IllegalArgumentException(
            "'deviations' is %s: it is how far off is expected, more than 0."
                .formatted(deviations));
      }
      int least = numbers ? 3 : 1;
      if (warmUp < least) {
        throw new IllegalArgumentException(
            "'warm_up' is %d, and fewer than %d intervals say little: wait for more."
                .formatted(warmUp, least));
      }
      if (last < warmUp || last > MOST) {
        throw new IllegalArgumentException(
            "'last' is %d: it is at least 'warm_up', %d, and at most %d."
                .formatted(last, warmUp, MOST));
      }
    }

    Anomaly anomaly() {
      Anomaly.Method by = method == null ? Anomaly.Method.MEAN_SIGMA : method;
      return new Anomaly(
          metric,
          Optional.ofNullable(column),
          by,
          deviations == null ? by.usual() : deviations,
          warmUp,
          last,
          season);
    }
  }
}
