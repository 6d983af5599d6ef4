package io.falaj.scoring.drift;

import java.util.OptionalDouble;

/**
 * What one measure says of one column.
 *
 * @param measure the measure
 * @param value a distance, or a p-value where the measure is one
 * @param expected the value to expect between two samples of one distribution of these sizes (for a
 *     distance; 0.5 for a p-value)
 * @param noise the value under which a distance is not told from chance, at least {@code expected};
 *     no alarm is raised below it
 * @param errorBound by how much the value may be off, because it comes from a sketch; 0 if exact
 * @param effect the size of the difference beside a p-value
 */
public record Finding(
    Measure measure,
    double value,
    double expected,
    double noise,
    double errorBound,
    OptionalDouble effect) {

  /** A distance between shares of so many bins. */
  static Finding ofShares(Measure measure, Shares shares, long n, long m, double errorBound) {
    double value =
        switch (measure) {
          case PSI -> Divergence.psi(shares);
          case KL -> Divergence.kl(shares);
          case JS -> Divergence.js(shares);
          default -> throw new IllegalArgumentException(measure + " is no distance of shares");
        };
    double degrees = Math.max(0, shares.size() - 1);
    double unit = 1.0 / n + 1.0 / m;
    return new Finding(
        measure,
        value,
        chance(measure, degrees * unit),
        // Three standard deviations of a chi-squared variable above its mean.
        chance(measure, (degrees + 3 * Math.sqrt(2 * degrees)) * unit),
        errorBound,
        OptionalDouble.empty());
  }

  /** Under no drift, the sum of (r - c)² / share is chi-squared, times 1/n + 1/m. */
  private static double chance(Measure measure, double squares) {
    return switch (measure) {
      case PSI -> squares;
      case KL -> squares / 2;
      default -> Math.min(Math.sqrt(squares / 8), Math.sqrt(Math.log(2)));
    };
  }

  /** A Wasserstein distance; chance seldom shows three times what it shows on average. */
  static Finding ofArea(double value, double expected, double errorBound) {
    return new Finding(
        Measure.WASSERSTEIN, value, expected, 3 * expected, errorBound, OptionalDouble.empty());
  }

  static Finding of(Measure measure, TestResult test) {
    return new Finding(measure, test.pValue(), 0.5, 0.5, 0, OptionalDouble.of(test.effect()));
  }

  /** Evidently's verdict: the value against the fixed threshold, and nothing else. */
  public boolean beyondThreshold() {
    return measure.exceeds(value);
  }

  /** Ours: beyond the threshold, and not to be explained by chance or by the sketch's error. */
  public boolean drifted() {
    return beyondThreshold() && (measure.isPValue() || value - errorBound > noise);
  }

  /**
   * How far it is beyond the threshold, comparable across measures: distances in multiples of the
   * threshold, p-values from 0 (p = 1) over 1 (at the threshold) upward.
   */
  public double timesThreshold() {
    return measure.isPValue()
        ? (1 - value) / (1 - measure.threshold())
        : value / measure.threshold();
  }
}
