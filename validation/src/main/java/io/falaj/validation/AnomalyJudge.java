package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.validation.Anomaly.Metric;
import io.falaj.validation.Outcome.Result;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.Profiles;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds intervals against those before them: see {@link Anomaly} for what that means. */
final class AnomalyJudge {

  /** So many new values are named; of more the number is told. */
  private static final int NAMED = 10;

  private final List<DataInterval> pending;
  private final FailureCounter.Counts counts;
  private final Profiles measured;
  private final RawHistory history;
  private final Profiles before;
  private final Map<Anomaly, Map<DataInterval, OptionalDouble>> numbers = new HashMap<>();

  /**
   * @param pending the intervals that were counted and measured
   * @param counts their rows
   * @param measured what {@link Measures} gathered of them
   * @param history the intervals before
   * @param before what {@link Measures#kept} was kept of them
   */
  AnomalyJudge(
      List<DataInterval> pending,
      FailureCounter.Counts counts,
      Profiles measured,
      RawHistory history,
      Profiles before) {
    this.pending = pending;
    this.counts = counts;
    this.measured = measured;
    this.history = history;
    this.before = before;
  }

  Outcome judge(Check check, Anomaly anomaly, DataInterval interval) {
    return anomaly.metric() == Metric.NEW_CATEGORIES
        ? categories(check, anomaly, interval)
        : number(check, anomaly, interval);
  }

  private Outcome number(Check check, Anomaly anomaly, DataInterval interval) {
    long rows = rows(interval);
    OptionalDouble number = number(anomaly, interval);
    if (number.isEmpty()) {
      long infinite = state(anomaly, interval).map(AnomalyJudge::infinite).orElse(0L);
      return new Outcome(
          check,
          rows,
          0,
          Double.NaN,
          infinite > 0 ? Result.NOT_MET : Result.NOT_COMPUTABLE,
          infinite > 0
              ? "%d values are NaN or infinite".formatted(infinite)
              : rows == 0 ? "there are no rows" : "no row has a value");
    }
    double observed = number.getAsDouble();
    String text = text(anomaly.metric(), observed);
    SortedMap<DataInterval, Double> numbersBefore = new TreeMap<>();
    for (DataInterval earlier : history.before(interval, anomaly.reach(), pending)) {
      number(anomaly, earlier).ifPresent(known -> numbersBefore.put(earlier, known));
    }
    if (numbersBefore.size() < anomaly.warmUp()) {
      return new Outcome(
          check,
          rows,
          0,
          observed,
          Result.NOT_COMPUTABLE,
          text + notJudged(numbersBefore.size(), anomaly));
    }
    Baseline baseline = Baseline.of(anomaly, numbersBefore);
    Band band = anomaly.band(baseline.numbers());
    return new Outcome(
        check,
        rows,
        0,
        observed,
        Result.of(band.contains(observed)),
        "%s, and expected is %s by %s of %s"
            .formatted(text, band.describe(), anomaly.method().written(), baseline.describe()));
  }

  private static String notJudged(int seen, Anomaly anomaly) {
    return ", not judged: %d of %d intervals seen".formatted(seen, anomaly.warmUp());
  }

  private static String text(Metric metric, double number) {
    String digits = Bounds.text(number);
    return switch (metric) {
      case ROW_COUNT -> digits + " rows";
      case NULL_SHARE -> "a share of " + digits;
      case DISTINCT -> digits + " different";
      case MEAN, NEW_CATEGORIES -> digits;
    };
  }

  private long rows(DataInterval interval) {
    return pending.contains(interval) ? counts.rows(interval.toString()) : history.rows(interval);
  }

  private Optional<ProfileState> state(Anomaly anomaly, DataInterval interval) {
    String column = anomaly.column().orElse("");
    return pending.contains(interval)
        ? Measures.of(measured, interval.toString(), column)
        : Optional.ofNullable(before.of(interval.toString()).get(column));
  }

  private static long infinite(ProfileState state) {
    return state.counts().nans() + state.counts().infinities();
  }

  private OptionalDouble number(Anomaly anomaly, DataInterval interval) {
    return numbers
        .computeIfAbsent(anomaly, unused -> new HashMap<>())
        .computeIfAbsent(interval, unused -> computed(anomaly, interval));
  }

  /** The number of an interval; empty where there is none, or it is not known. */
  private OptionalDouble computed(Anomaly anomaly, DataInterval interval) {
    long rows = rows(interval);
    if (anomaly.metric() == Metric.ROW_COUNT) {
      return OptionalDouble.of((double) rows);
    }
    Optional<ProfileState> known = state(anomaly, interval);
    if (known.isEmpty()) {
      // Of no rows there is no profile, and no value.
      return rows == 0 && anomaly.metric() == Metric.DISTINCT
          ? OptionalDouble.of(0)
          : OptionalDouble.empty();
    }
    ProfileState state = known.get();
    double number =
        switch (anomaly.metric()) {
          case NULL_SHARE -> state.nullShare();
          case DISTINCT -> DatasetJudge.different(state);
          case MEAN ->
              state.moments().count() == 0 || infinite(state) > 0 ? Double.NaN : state.mean();
          case ROW_COUNT, NEW_CATEGORIES ->
              throw new IllegalArgumentException("no number of a column: " + anomaly.metric());
        };
    return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
  }

  private Outcome categories(Check check, Anomaly anomaly, DataInterval interval) {
    long rows = rows(interval);
    Optional<ProfileState> own = state(anomaly, interval);
    int seen = 0;
    boolean all = true;
    Set<String> known = new HashSet<>();
    for (DataInterval earlier : history.before(interval, anomaly.reach(), pending)) {
      Optional<ProfileState> state = state(anomaly, earlier);
      if (state.isPresent() || rows(earlier) == 0) {
        seen++;
        all &= state.map(s -> s.hasCategories() && s.categoryError() == 0).orElse(true);
        state.filter(ProfileState::hasCategories).ifPresent(s -> known.addAll(categories(s)));
      }
    }
    Set<String> unseen = new TreeSet<>();
    own.filter(ProfileState::hasCategories).ifPresent(state -> unseen.addAll(categories(state)));
    unseen.removeAll(known);
    boolean complete = own.map(ProfileState::categoriesComplete).orElse(true);
    Result result;
    String text;
    if (seen < anomaly.warmUp()) {
      result = Result.NOT_COMPUTABLE;
      text = "new values" + notJudged(seen, anomaly);
    } else if (!unseen.isEmpty() && all) {
      result = Result.NOT_MET;
      text = "%s, in none of %d intervals before".formatted(named(unseen), seen);
    } else if (!unseen.isEmpty() || !complete) {
      result = Result.NOT_COMPUTABLE;
      text =
          "cannot be told: %s has more different values than its profile keeps apart"
              .formatted(complete ? "an interval before" : "the interval");
    } else {
      result = Result.MET;
      text = "none new, after %d intervals before".formatted(seen);
    }
    double observed = result == Result.NOT_COMPUTABLE ? Double.NaN : unseen.size();
    return new Outcome(check, rows, 0, observed, result, text);
  }

  private static Set<String> categories(ProfileState state) {
    return state.categories().keySet();
  }

  private static String named(Set<String> unseen) {
    String first =
        String.join(", ", unseen.stream().limit(NAMED).map(value -> "'" + value + "'").toList());
    return unseen.size() > NAMED
        ? "%d new: %s and %d more".formatted(unseen.size(), first, unseen.size() - NAMED)
        : "%d new: %s".formatted(unseen.size(), first);
  }
}
