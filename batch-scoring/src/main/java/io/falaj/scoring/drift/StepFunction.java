package io.falaj.scoring.drift;

import io.falaj.validation.profile.ProfileState;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** A distribution function that rises at known values: what a profile knows of a numeric column. */
final class StepFunction {

  /** So many quantiles stand for a sketch, each for the middle of its share. */
  private static final int QUANTILES = 2000;

  private final NavigableMap<Double, Double> upTo;

  private StepFunction(NavigableMap<Double, Double> upTo) {
    this.upTo = upTo;
  }

  /** Of a profile with numbers: exact where it counts single values, else from its quantiles. */
  static StepFunction of(ProfileState state) {
    return state.hasCategories() ? counted(numbers(state)) : sketched(state);
  }

  /** The single numbers that a profile counts. */
  static NavigableMap<Double, Long> numbers(ProfileState state) {
    NavigableMap<Double, Long> numbers = new TreeMap<>();
    state
        .categories()
        .forEach((text, count) -> numbers.merge(Double.parseDouble(text), count, Long::sum));
    return numbers;
  }

  private static StepFunction counted(NavigableMap<Double, Long> counts) {
    double all = counts.values().stream().mapToLong(Long::longValue).sum();
    NavigableMap<Double, Double> upTo = new TreeMap<>();
    long sum = 0;
    for (Map.Entry<Double, Long> entry : counts.entrySet()) {
      sum += entry.getValue();
      upTo.put(entry.getKey(), sum / all);
    }
    return new StepFunction(upTo);
  }

  private static StepFunction sketched(ProfileState state) {
    NavigableMap<Double, Double> upTo = new TreeMap<>();
    for (int i = 0; i < QUANTILES; i++) {
      upTo.put(state.quantile((i + 0.5) / QUANTILES), (i + 1.0) / QUANTILES);
    }
    return new StepFunction(upTo);
  }

  /** The share of values that are at most x. */
  double at(double x) {
    Map.Entry<Double, Double> floor = upTo.floorEntry(x);
    return floor == null ? 0 : floor.getValue();
  }

  /** The share of values that are less than x. */
  double below(double x) {
    Map.Entry<Double, Double> lower = upTo.lowerEntry(x);
    return lower == null ? 0 : lower.getValue();
  }

  /** The area between two distribution functions. */
  double area(StepFunction other) {
    return integral(other, (f, g) -> Math.abs(f - g));
  }

  /** The integral of a function of both distribution functions over the values of both. */
  double integral(StepFunction other, java.util.function.DoubleBinaryOperator of) {
    TreeSet<Double> points = new TreeSet<>(upTo.keySet());
    points.addAll(other.upTo.keySet());
    double sum = 0;
    double last = points.first();
    for (double point : points) {
      sum += (point - last) * of.applyAsDouble(at(last), other.at(last));
      last = point;
    }
    return sum;
  }
}
