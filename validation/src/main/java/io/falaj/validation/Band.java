package io.falaj.validation;

import io.falaj.validation.Anomaly.Method;
import java.util.List;

/**
 * Where a number is expected to lie, by numbers before it; both ends belong to it.
 *
 * <p>Where all of them are the same, their spread is 0, and any other number would lie outside, if
 * only by a rounding: so an end is never nearer to its centre (the mean, the median, its quartile)
 * than {@link #TOLERANCE} of that.
 *
 * @param low the least expected; negative infinity where the spread is too great for a double
 * @param high the greatest expected, likewise
 */
record Band(double low, double high) {

  /** As a share of the centre. */
  static final double TOLERANCE = 1e-9;

  /** Makes the MAD of normal numbers their standard deviation: 1 / Φ⁻¹(3/4). */
  private static final double MAD_TO_SIGMA = 1.4826;

  /**
   * What numbers let expect.
   *
   * <ul>
   *   <li>{@link Method#MEAN_SIGMA}: mean ± k·s with s² = Σ(x − mean)² / (n − 1), the limits of
   *       Shewhart (1931, Economic Control of Quality of Manufactured Product)
   *   <li>{@link Method#MEDIAN_MAD}: median ± k·1.4826·MAD, MAD = median |x − median| (Hampel 1974,
   *       The influence curve and its role in robust estimation; Rousseeuw and Croux 1993,
   *       Alternatives to the median absolute deviation)
   *   <li>{@link Method#IQR}: Q1 − k·(Q3 − Q1) to Q3 + k·(Q3 − Q1), the fences of Tukey (1977,
   *       Exploratory Data Analysis), with quartiles of definition 7 of Hyndman and Fan (1996,
   *       Sample quantiles in statistical packages): linear between the numbers next to rank (n −
   *       1)·p, counted from 0
   * </ul>
   *
   * @param deviations k
   * @param numbers at least two, finite
   */
  static Band of(Method method, double deviations, List<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return switch (method) {
      case MEAN_SIGMA -> {
        double mean = mean(numbers);
        yield around(mean, mean, deviations * sigma(numbers, mean));
      }
      case MEDIAN_MAD -> {
        double median = quantile(sorted, 0.5);
        double[] off = numbers.stream().mapToDouble(x -> Math.abs(x - median)).sorted().toArray();
        yield around(median, median, deviations * MAD_TO_SIGMA * quantile(off, 0.5));
      }
      case IQR -> {
        double first = quantile(sorted, 0.25);
        double third = quantile(sorted, 0.75);
        yield around(first, third, deviations * (third - first));
      }
    };
  }

  private static Band around(double low, double high, double spread) {
    return new Band(
        low - Math.max(spread, TOLERANCE * Math.abs(low)),
        high + Math.max(spread, TOLERANCE * Math.abs(high)));
  }

  private static double mean(List<Double> numbers) {
    // Divided first: the sum of great numbers is none.
    return numbers.stream().mapToDouble(x -> x / numbers.size()).sum();
  }

  private static double sigma(List<Double> numbers, double mean) {
    double squares = numbers.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (numbers.size() - 1));
  }

  /** Definition 7 of Hyndman and Fan. */
  private static double quantile(double[] sorted, double share) {
    double rank = (sorted.length - 1) * share;
    int below = (int) Math.floor(rank);
    int above = (int) Math.ceil(rank);
    double part = rank - below;
    return sorted[below] * (1 - part) + sorted[above] * part;
  }

  boolean contains(double number) {
    return number >= low && number <= high;
  }

  /** For people: {@code 1 to 2}. */
  String describe() {
    return "%s to %s".formatted(text(low), text(high));
  }

  private static String text(double end) {
    return Double.isFinite(end) ? Bounds.text(end) : Double.toString(end);
  }
}
