package io.falaj.validation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a dataset promises of all rows of an interval together: of what arrived, as raw holds it,
 * the rows included that other expectations set aside. A text that does not read as its column's
 * type is no value, as null is none.
 *
 * <p>Nulls are left out, as SQL's aggregates leave them out. Where no row has a value there is no
 * mean, quantile or newest time: nothing can be told, and the expectation is met unless it says
 * {@code nulls: fail}. Nothing counted and nothing added up are 0, which is held against the
 * bounds. A NaN or an infinity lies in no range: mean, quantile and sum are not met beside one.
 */
public sealed interface DatasetExpectation extends Expectation
    permits Anomaly, DatasetExpectation.OfColumn, DatasetExpectation.RowCount {

  @Override
  default Level level() {
    return Level.DATASET;
  }

  /**
   * Whether what it sees is told by counts of rows alone, and so nothing of any value: only such
   * looks at columns that tell of a person.
   */
  default boolean counts() {
    return this instanceof RowCount
        || this instanceof Completeness
        || this instanceof Distinct
        || (this instanceof Anomaly anomaly
            && (anomaly.metric() == Anomaly.Metric.ROW_COUNT
                || anomaly.metric() == Anomaly.Metric.NULL_SHARE));
  }

  /** One that looks at the values of one column. */
  sealed interface OfColumn extends DatasetExpectation {
    /** The column. */
    String column();

    @Override
    default List<String> columns() {
      return List.of(column());
    }
  }

  /**
   * An interval has so many rows, both ends included, and about as many as those before it.
   *
   * @param min the fewest that pass
   * @param max the most that pass
   * @param history what the intervals before it say
   */
  record RowCount(OptionalLong min, OptionalLong max, Optional<History> history)
      implements DatasetExpectation {

    /** With fewer intervals before it than these, an interval passes: a median would say little. */
    static final int WARM_UP = 3;

    /**
     * The count lies within a share of the median of earlier counts, both ends included: of the
     * last committed intervals before this one, those included that a contract refused, which a
     * median withstands. It is held against what was known when the interval was ingested; {@link
     * RawHistory} tells when it is looked at again.
     *
     * @param intervals how many of them at most, at least {@link #WARM_UP}
     * @param tolerance the share of the median, at least 0
     */
    public record History(int intervals, double tolerance) {}

    @Override
    public List<String> columns() {
      return List.of();
    }

    @Override
    public String kind() {
      return "row_count";
    }

    @Override
    public String describe() {
      String ends =
          "%s%s"
              .formatted(
                  min.isPresent() ? " at least " + min.getAsLong() : "",
                  max.isPresent() ? " at most " + max.getAsLong() : "");
      String past =
          history
              .map(
                  before ->
                      "%s within a share of %s of the median of the %d intervals before, once there are %d"
                          .formatted(
                              ends.isEmpty() ? "" : ", and",
                              Bounds.text(before.tolerance()),
                              before.intervals(),
                              WARM_UP))
              .orElse("");
      return "rows in an interval:" + ends + past;
    }

    /** Part of a contract's fingerprint: without a history, as it was before there was one. */
    @Override
    public String toString() {
      return "RowCount[min=%s, max=%s%s]"
          .formatted(min, max, history.map(past -> ", history=" + past).orElse(""));
    }
  }

  /**
   * The share of an interval's rows that have a value, both ends included.
   *
   * @param column the column
   * @param min the least share that passes
   * @param max the greatest share that passes
   */
  record Completeness(String column, OptionalDouble min, OptionalDouble max) implements OfColumn {
    @Override
    public String kind() {
      return "completeness";
    }

    @Override
    public String describe() {
      return "share of rows that have %s:%s%s"
          .formatted(
              column,
              min.isPresent() ? " at least " + min.getAsDouble() : "",
              max.isPresent() ? " at most " + max.getAsDouble() : "");
    }
  }

  /**
   * The arithmetic mean of a column's numbers: their exact sum by their count, rounded once.
   *
   * @param column the column
   * @param bounds where it lies
   */
  record Mean(String column, Bounds bounds) implements OfColumn {
    @Override
    public String kind() {
      return "mean";
    }

    @Override
    public String describe() {
      return "mean of %s: %s".formatted(column, bounds.describe());
    }
  }

  /**
   * The least number of a column that this share of its numbers does not exceed.
   *
   * <p>It is exact of up to some 400 numbers, and beyond that estimated by a KLL sketch of k = 400
   * (Karnin, Lang and Liberty 2016), whose rank errs by at most 0.82 % with 99 % confidence; the
   * sketch draws random bits. So that numbers which meet the bounds are not refused by that error,
   * and a second look at them says the same, the expectation fails only where no quantile within
   * the error lies in the bounds.
   *
   * @param column the column
   * @param share from 0 (the least number) to 1 (the greatest)
   * @param bounds where it lies
   */
  record Quantile(String column, double share, Bounds bounds) implements OfColumn {
    @Override
    public String kind() {
      return "quantile";
    }

    @Override
    public String describe() {
      return "quantile %s of %s: %s".formatted(Bounds.text(share), column, bounds.describe());
    }
  }

  /**
   * How many different values a column has: null is none, NaN is one, and so are the infinities
   * together.
   *
   * <p>It is estimated by an HLL sketch of 4,096 registers (Flajolet and others 2007): exact of
   * some hundreds but for rare collisions of hashes, and beyond that with a relative standard error
   * of 1.6 %, so that 95 of 100 estimates err by less than 3.3 %. The same values give the same
   * estimate, however they are divided among tasks.
   *
   * @param column the column
   * @param bounds where their number lies
   */
  record Distinct(String column, Bounds bounds) implements OfColumn {
    @Override
    public String kind() {
      return "distinct";
    }

    @Override
    public String describe() {
      return "different values of %s: %s".formatted(column, bounds.describe());
    }
  }

  /**
   * The sum of a column's numbers agrees with a control total. Nothing is rounded in adding up:
   * integers and decimals, and the binary values of floating point numbers, are summed exactly.
   *
   * @param column the column
   * @param total the control total; that of no numbers is 0
   * @param tolerance how far off the sum may be, at least 0
   */
  record Sum(String column, BigDecimal total, BigDecimal tolerance) implements OfColumn {
    @Override
    public String kind() {
      return "sum";
    }

    @Override
    public String describe() {
      return "sum of %s: %s%s"
          .formatted(
              column,
              Bounds.text(total),
              tolerance.signum() == 0 ? "" : ", give or take " + Bounds.text(tolerance));
    }
  }

  /**
   * The newest time of a column is not long before the end of the interval. The wall clock is not
   * asked: the same interval gives the same answer whenever it is ingested, and so does a backfill.
   * A time after the end is fresh.
   *
   * @param column the column
   * @param within the longest time that may lie between
   */
  record Fresh(String column, Duration within) implements OfColumn {
    @Override
    public String kind() {
      return "fresh";
    }

    @Override
    public String describe() {
      return "the newest %s lies at most %s before the end of the interval"
          .formatted(column, within);
    }
  }
}
