package io.falaj.validation;

/**
 * What became of an expectation in an interval.
 *
 * @param check the expectation
 * @param rows how many rows the interval has
 * @param failed how many of them failed; of completeness those that have no value, of the other
 *     expectations of a dataset 0
 * @param observed what was held against the threshold: rows that failed, rows, a share, a mean, a
 *     quantile, different values, a sum, or seconds from the newest time to the interval's end; NaN
 *     where there is nothing to be computed
 * @param result whether it was met
 * @param saw the same in words, with the reason where nothing was computed
 */
public record Outcome(
    Check check, long rows, long failed, double observed, Result result, String saw) {

  /** Whether an expectation was met. */
  public enum Result {
    /** It was. */
    MET,
    /** It was not. */
    NOT_MET,
    /** There was nothing to look at. */
    NOT_COMPUTABLE;

    static Result of(boolean met) {
      return met ? MET : NOT_MET;
    }
  }

  /** Of an expectation of rows or keys. */
  static Outcome of(Check check, long rows, long failed) {
    return new Outcome(
        check,
        rows,
        failed,
        failed,
        Result.of(failed == 0),
        "%d of %d rows fail".formatted(failed, rows));
  }

  /** Whether it refuses its interval. */
  boolean refuses() {
    return result == Result.NOT_MET && check.severity() == Severity.FAIL;
  }

  /** In a sentence, for people. */
  String describe() {
    return "%s (%s): %s".formatted(check.name(), check.expectation().describe(), saw);
  }
}
