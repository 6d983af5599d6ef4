package io.falaj.scoring.drift;

import java.util.Arrays;

/**
 * The values of a numeric column, cleaned: missing, NaN and infinite values are counted and left
 * out, so that every share has the remaining ones as its denominator.
 */
public final class NumericSample {

  private final double[] sorted;
  private final long missing;
  private final long infinite;

  private NumericSample(double[] sorted, long missing, long infinite) {
    this.sorted = sorted;
    this.missing = missing;
    this.infinite = infinite;
  }

  /**
   * Cleans and sorts values.
   *
   * @param values in any order; NaN stands for a missing one
   */
  public static NumericSample of(double... values) {
    long infinite = Arrays.stream(values).filter(Double::isInfinite).count();
    // Adding zero makes -0.0 a plain zero: the two are one value.
    double[] sorted =
        Arrays.stream(values).filter(Double::isFinite).map(v -> v + 0.0).sorted().toArray();
    return new NumericSample(sorted, values.length - sorted.length - infinite, infinite);
  }

  /** The number of usable values. */
  public int size() {
    return sorted.length;
  }

  /** The share of rows without a usable value; infinite ones count as such. 0 without rows. */
  public double missingShare() {
    long rows = rows();
    return rows == 0 ? 0 : (double) (missing + infinite) / rows;
  }

  /** All rows, those without a usable value included. */
  public long rows() {
    return sorted.length + missing + infinite;
  }

  public long infinite() {
    return infinite;
  }

  double at(int index) {
    return sorted[index];
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  /** The number of different values. */
  int distinct() {
    int distinct = sorted.length == 0 ? 0 : 1;
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] != sorted[i - 1]) {
        distinct++;
      }
    }
    return distinct;
  }

  /** The standard deviation with n, not n - 1, below the line. */
  double deviation() {
    double mean = Arrays.stream(sorted).average().orElse(0);
    return Math.sqrt(Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  /** How many values are less than x. */
  int below(double x) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many values are at most x. */
  int upTo(double x) {
    return below(Math.nextUp(x));
  }
}
