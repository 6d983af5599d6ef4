package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.DatasetExpectation.Completeness;
import io.falaj.validation.DatasetExpectation.Distinct;
import io.falaj.validation.DatasetExpectation.Fresh;
import io.falaj.validation.DatasetExpectation.Mean;
import io.falaj.validation.DatasetExpectation.OfColumn;
import io.falaj.validation.DatasetExpectation.Quantile;
import io.falaj.validation.DatasetExpectation.RowCount;
import io.falaj.validation.DatasetExpectation.Sum;
import io.falaj.validation.Outcome.Result;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.Profiles;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Holds what was counted and measured of intervals against their dataset's expectations. */
final class DatasetJudge {

  private final List<DataInterval> pending;
  private final FailureCounter.Counts counts;
  private final Profiles profiles;
  private final RawHistory history;
  private final AnomalyJudge anomalies;

  /**
   * @param pending the intervals that were counted and measured
   * @param counts their rows and bits
   * @param profiles what {@link Measures} gathered of them
   * @param history the intervals before
   * @param before their profiles
   */
  DatasetJudge(
      List<DataInterval> pending,
      FailureCounter.Counts counts,
      Profiles profiles,
      RawHistory history,
      Profiles before) {
    this.pending = pending;
    this.counts = counts;
    this.profiles = profiles;
    this.history = history;
    this.anomalies = new AnomalyJudge(pending, counts, profiles, history, before);
  }

  /** What was measured of the intervals. */
  Profiles measured() {
    return profiles;
  }

  /**
   * What becomes of a check in an interval.
   *
   * @param missing rows whose bit of completeness is set
   */
  Outcome judge(Check check, DataInterval interval, long missing) {
    long rows = counts.rows(interval.toString());
    Expectation expectation = check.expectation();
    if (expectation instanceof RowCount count) {
      return rowCount(check, count, interval, rows);
    } else if (expectation instanceof Completeness completeness) {
      return completeness(check, completeness, rows, missing);
    } else if (expectation instanceof Anomaly anomaly) {
      anomaly
          .column()
          .ifPresent(
              name ->
                  checkMeasured(
                      anomaly, interval, rows, Measures.of(profiles, interval.toString(), name)));
      return anomalies.judge(check, anomaly, interval);
    } else if (expectation instanceof OfColumn of) {
      Optional<ProfileState> state = Measures.of(profiles, interval.toString(), of.column());
      checkMeasured(of, interval, rows, state);
      Seen seen = seen(of, check.nulls(), interval, state);
      return new Outcome(check, rows, 0, seen.observed(), seen.result(), seen.text());
    }
    throw new IllegalArgumentException("no dataset expectation: " + expectation);
  }

  /** Every row is measured once, whatever became of the tasks. */
  private static void checkMeasured(
      Expectation of, DataInterval interval, long rows, Optional<ProfileState> state) {
    long measured = state.map(s -> s.counts().rows()).orElse(0L);
    if (measured != rows) {
      throw new IllegalStateException(
          "%d rows of interval %s were written, and %d of them measured for %s of %s"
              .formatted(rows, interval, measured, of.kind(), String.join(", ", of.columns())));
    }
  }

  private Outcome rowCount(Check check, RowCount count, DataInterval interval, long rows) {
    boolean met =
        (count.min().isEmpty() || rows >= count.min().getAsLong())
            && (count.max().isEmpty() || rows <= count.max().getAsLong());
    String text = "%d rows".formatted(rows);
    Result result = Result.of(met);
    if (count.history().isPresent()) {
      RowCount.History past = count.history().get();
      List<Long> before = history.before(interval, past, pending).stream().map(this::rows).toList();
      if (before.size() < RowCount.WARM_UP) {
        text +=
            ", not held against a median: there are %d intervals before".formatted(before.size());
        boolean nothingElse = count.min().isEmpty() && count.max().isEmpty();
        result = nothingElse ? Result.NOT_COMPUTABLE : result;
      } else {
        BigDecimal median = median(before);
        BigDecimal off = BigDecimal.valueOf(rows).subtract(median).abs();
        BigDecimal most = BigDecimal.valueOf(past.tolerance()).multiply(median);
        text +=
            ", and the median of the %d intervals before is %s"
                .formatted(before.size(), Bounds.text(median));
        result = Result.of(met && off.compareTo(most) <= 0);
      }
    }
    return new Outcome(check, rows, 0, rows, result, text);
  }

  private long rows(DataInterval interval) {
    return pending.contains(interval) ? counts.rows(interval.toString()) : history.rows(interval);
  }

  /** The middle count, or the mean of the two middle ones; exact. */
  private static BigDecimal median(List<Long> counts) {
    List<Long> sorted = counts.stream().sorted().toList();
    BigDecimal low = BigDecimal.valueOf(sorted.get((sorted.size() - 1) / 2));
    BigDecimal high = BigDecimal.valueOf(sorted.get(sorted.size() / 2));
    return low.add(high).divide(BigDecimal.valueOf(2));
  }

  private static Outcome completeness(
      Check check, Completeness completeness, long rows, long missing) {
    if (rows == 0) {
      return new Outcome(check, 0, missing, Double.NaN, Result.NOT_COMPUTABLE, "there are no rows");
    }
    double share = (double) (rows - missing) / rows;
    return new Outcome(
        check,
        rows,
        missing,
        share,
        Result.of(new Bounds(completeness.min(), completeness.max()).contains(share)),
        "a share of %.4f".formatted(share));
  }

  private static Seen seen(
      OfColumn of, Nulls nulls, DataInterval interval, Optional<ProfileState> state) {
    long values = state.map(s -> s.counts().rows() - s.counts().nulls()).orElse(0L);
    if (of instanceof Distinct distinct) {
      double different = values == 0 ? 0 : different(state.orElseThrow());
      return new Seen(
          different, distinct.bounds().contains(different), "%.0f different".formatted(different));
    } else if (values == 0 && of instanceof Sum sum) {
      return sum(sum, BigDecimal.ZERO);
    } else if (values == 0) {
      return new Seen(
          Double.NaN,
          nulls == Nulls.FAIL ? Result.NOT_MET : Result.NOT_COMPUTABLE,
          "no row has a value");
    }
    ProfileState column = state.orElseThrow();
    if (of instanceof Fresh fresh) {
      return fresh(fresh, column, interval);
    }
    long infinite = values - column.counts().present();
    if (infinite > 0) {
      return new Seen(
          Double.NaN,
          Result.NOT_MET,
          "%d of %d values are NaN or infinite".formatted(infinite, values));
    } else if (of instanceof Mean mean) {
      double observed = column.mean();
      return new Seen(observed, mean.bounds().contains(observed), Bounds.text(observed));
    } else if (of instanceof Quantile quantile) {
      return quantile(quantile, column);
    } else if (of instanceof Sum sum) {
      return sum(sum, column.sum().orElseThrow());
    }
    throw new IllegalArgumentException("no expectation of a measured column: " + of);
  }

  /** How many different values it has; NaN where that is not kept. */
  static double different(ProfileState column) {
    if (Double.isNaN(column.distinct())) {
      return Double.NaN;
    }
    return Math.round(column.distinctInAnyOrder())
        + (column.counts().nans() > 0 ? 1 : 0)
        + (column.counts().infinities() > 0 ? 1 : 0);
  }

  private static Seen quantile(Quantile quantile, ProfileState column) {
    double error = column.rankError();
    double observed = column.quantile(quantile.share());
    boolean met =
        quantile
            .bounds()
            .reach(
                column.quantile(Math.max(0, quantile.share() - error)),
                column.quantile(Math.min(1, quantile.share() + error)));
    return new Seen(
        observed,
        met,
        error == 0
            ? Bounds.text(observed)
            : "%s, its rank to %.2f %%".formatted(Bounds.text(observed), error * 100));
  }

  private static Seen sum(Sum sum, BigDecimal observed) {
    BigDecimal off = observed.subtract(sum.total());
    return new Seen(
        observed.doubleValue(),
        off.abs().compareTo(sum.tolerance()) <= 0,
        "%s, which is off by %s".formatted(Bounds.text(observed), Bounds.text(off)));
  }

  /** Observed is the age in seconds at the interval's end, negative after it. */
  private static Seen fresh(Fresh fresh, ProfileState column, DataInterval interval) {
    Instant newest = Instant.EPOCH.plus((long) column.max().orElseThrow(), ChronoUnit.MICROS);
    Duration age = Duration.between(newest, interval.end());
    return new Seen(
        age.toSeconds() + age.toNanosPart() / 1e9,
        age.compareTo(fresh.within()) <= 0,
        "the newest is %s".formatted(newest));
  }

  /** What was seen of a column, and what that means. */
  private record Seen(double observed, Result result, String text) {
    Seen(double observed, boolean met, String text) {
      this(observed, Result.of(met), text);
    }
  }
}
