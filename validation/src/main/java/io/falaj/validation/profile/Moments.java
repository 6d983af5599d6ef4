package io.falaj.validation.profile;

/**
 * Count, extremes, mean and sum of squared deviations of finite numbers (Welford 1962; merged as in
 * Chan, Golub and LeVeque 1983).
 *
 * @param count how many numbers
 * @param min the least; positive infinity when there is none
 * @param max the greatest; negative infinity when there is none
 * @param mean their mean; 0 when there is none
 * @param m2 the sum of their squared deviations from the mean
 */
public record Moments(long count, double min, double max, double mean, double m2)
    implements java.io.Serializable {

  static final Moments NONE =
      new Moments(0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

  /** The moments of both; the same whichever comes first, to rounding. */
  public Moments merge(Moments other) {
    if (count == 0) {
      return other;
    } else if (other.count == 0) {
      return this;
    }
    long both = count + other.count;
    double delta = other.mean - mean;
    return new Moments(
        both,
        Math.min(min, other.min),
        Math.max(max, other.max),
        mean + delta * other.count / both,
        m2 + other.m2 + delta * delta * ((double) count * other.count / both));
  }

  /** Variance of the numbers as a whole population (divided by their count); NaN without any. */
  public double variance() {
    return count == 0 ? Double.NaN : m2 / count;
  }

  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** Adds numbers one by one. */
  static final class Adder {
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double m2;

    void add(double value) {
      count++;
      if (value < min) {
        min = value;
      }
      if (value > max) {
        max = value;
      }
      double delta = value - mean;
      mean += delta / count;
      m2 += delta * (value - mean);
    }

    Moments moments() {
      return new Moments(count, min, max, mean, m2);
    }
  }
}
