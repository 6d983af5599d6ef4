package io.falaj.scoring.drift;

import io.falaj.validation.profile.ProfileState;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/**
 * The shares of two numeric profiles: of single values where both count them and the reference has
 * few, else of the reference's and the current rows' common bins.
 *
 * @param measured the shares that distances are computed from
 * @param drawn the shares that are drawn: the middle of both, in more bins
 * @param referenceError the largest error of a share of the reference
 * @param currentError likewise of a current one
 */
record BinnedProfiles(Shares measured, Shares drawn, double referenceError, double currentError) {

  private static final int DRAWN_BINS = 24;

  /** The rare values at both ends would squeeze the rest of a drawing into one bin. */
  private static final double NOT_DRAWN = 0.005;

  static BinnedProfiles of(ProfileState reference, ProfileState current) {
    boolean few =
        reference.hasCategories()
            && current.hasCategories()
            && reference.categories().size() <= Shares.FEW_VALUES;
    double lo = Math.min(reference.moments().min(), current.moments().min());
    double hi = Math.max(reference.moments().max(), current.moments().max());
    if (few || lo == hi) {
      Shares shares = byValue(reference, current, lo);
      return new BinnedProfiles(shares, shares, 0, 0);
    }
    long n = reference.moments().count() + current.moments().count();
    Shares measured = binned(reference, current, Shares.sturges(n, lo, hi));
    return new BinnedProfiles(
        measured, drawn(reference, current, measured), reference.rankError(), current.rankError());
  }

  Finding js(long ofReference, long ofCurrent) {
    return Finding.ofShares(
        Measure.JS,
        measured,
        ofReference,
        ofCurrent,
        SketchError.ofJs(measured, referenceError, currentError));
  }

  private static Shares drawn(ProfileState reference, ProfileState current, Shares otherwise) {
    double lo = Math.min(reference.quantile(NOT_DRAWN), current.quantile(NOT_DRAWN));
    double hi = Math.max(reference.quantile(1 - NOT_DRAWN), current.quantile(1 - NOT_DRAWN));
    if (lo >= hi) {
      return otherwise;
    }
    List<Double> edges =
        DoubleStream.iterate(0, i -> i + 1)
            .limit(DRAWN_BINS + 1)
            .map(i -> lo + (hi - lo) * i / DRAWN_BINS)
            .boxed()
            .toList();
    return binned(reference, current, edges);
  }

  private static Shares binned(ProfileState reference, ProfileState current, List<Double> edges) {
    return new Shares(
        Shares.labels(edges), edges, histogram(reference, edges), histogram(current, edges));
  }

  private static List<Double> histogram(ProfileState state, List<Double> edges) {
    double[] at = edges.stream().mapToDouble(Double::doubleValue).toArray();
    double all = state.moments().count();
    return Arrays.stream(state.histogram(at)).map(count -> count / all).boxed().toList();
  }

  private static Shares byValue(ProfileState reference, ProfileState current, double only) {
    NavigableMap<Double, Long> before = numbers(reference, only);
    NavigableMap<Double, Long> now = numbers(current, only);
    TreeSet<Double> union = new TreeSet<>(before.keySet());
    union.addAll(now.keySet());
    return new Shares(
        union.stream().map(Shares::brief).toList(),
        List.of(),
        shares(union, before),
        shares(union, now));
  }

  /** A column without counted values that comes here is constant. */
  private static NavigableMap<Double, Long> numbers(ProfileState state, double only) {
    return state.hasCategories()
        ? StepFunction.numbers(state)
        : new java.util.TreeMap<>(java.util.Map.of(only, state.moments().count()));
  }

  private static List<Double> shares(TreeSet<Double> union, NavigableMap<Double, Long> counts) {
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    return union.stream().map(value -> counts.getOrDefault(value, 0L) / all).toList();
  }
}
