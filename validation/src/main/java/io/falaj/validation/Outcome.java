package io.falaj.validation;

import io.falaj.validation.Expectation.Completeness;
import io.falaj.validation.Expectation.RowCount;
import java.util.OptionalDouble;

/**
 * What became of an expectation in an interval.
 *
 * @param check the expectation
 * @param rows how many rows the interval has
 * @param failed how many of them failed; of a dataset's expectation those that have no value
 * @param observed what was held against the threshold: rows that failed, rows, or a share
 * @param result whether it was met
 */
public record Outcome(Check check, long rows, long failed, double observed, Result result) {

  /** Whether an expectation was met. */
  public enum Result {
    /** It was. */
    MET,
    /** It was not. */
    NOT_MET,
    /** There was nothing to look at. */
    NOT_COMPUTABLE
  }

  static Outcome of(Check check, long rows, long failed) {
    if (check.expectation() instanceof RowCount count) {
      boolean met =
          (count.min().isEmpty() || rows >= count.min().getAsLong())
              && (count.max().isEmpty() || rows <= count.max().getAsLong());
      return new Outcome(check, rows, 0, rows, met ? Result.MET : Result.NOT_MET);
    } else if (check.expectation() instanceof Completeness completeness) {
      double share = rows == 0 ? Double.NaN : (double) (rows - failed) / rows;
      return new Outcome(check, rows, failed, share, within(completeness, share));
    }
    return new Outcome(check, rows, failed, failed, failed == 0 ? Result.MET : Result.NOT_MET);
  }

  private static Result within(Completeness completeness, double share) {
    if (Double.isNaN(share)) {
      return Result.NOT_COMPUTABLE;
    }
    OptionalDouble min = completeness.min();
    OptionalDouble max = completeness.max();
    boolean met =
        (min.isEmpty() || share >= min.getAsDouble())
            && (max.isEmpty() || share <= max.getAsDouble());
    return met ? Result.MET : Result.NOT_MET;
  }

  /** Whether it refuses its interval. */
  boolean refuses() {
    return result == Result.NOT_MET && check.severity() == Severity.FAIL;
  }

  /** In a sentence, for people. */
  String describe() {
    String saw =
        check.expectation() instanceof RowCount
            ? "%d rows".formatted(rows)
            : check.expectation() instanceof Completeness
                ? "a share of %.4f".formatted(observed)
                : "%d of %d rows fail".formatted(failed, rows);
    return "%s (%s): %s".formatted(check.name(), check.expectation().describe(), saw);
  }
}
