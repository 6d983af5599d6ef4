package io.falaj.scoring.drift;

/** The area between two distribution functions, in standard deviations of the reference. */
final class Wasserstein {

  /** Below this a deviation is taken as this, so that a constant reference does not divide by 0. */
  static final double LEAST_DEVIATION = 0.001;

  private Wasserstein() {}

  /** Both samples have values. */
  static double normalized(NumericSample reference, NumericSample current) {
    return area(reference, current) / Math.max(reference.deviation(), LEAST_DEVIATION);
  }

  private static double area(NumericSample reference, NumericSample current) {
    double area = 0;
    double at = Math.min(reference.min(), current.min());
    int r = 0;
    int c = 0;
    while (r < reference.size() || c < current.size()) {
      double next = Math.min(value(reference, r), value(current, c));
      area += (next - at) * Math.abs((double) r / reference.size() - (double) c / current.size());
      while (value(reference, r) == next) {
        r++;
      }
      while (value(current, c) == next) {
        c++;
      }
      at = next;
    }
    return area;
  }

  private static double value(NumericSample sample, int index) {
    return index < sample.size() ? sample.at(index) : Double.POSITIVE_INFINITY;
  }

  /**
   * What two samples of one distribution are expected to show: the mean of the area between their
   * distribution functions, by the normal approximation at every point.
   */
  static double expected(NumericSample reference, NumericSample current) {
    double spread = 1.0 / reference.size() + 1.0 / current.size();
    double sum = 0;
    for (int i = 1; i < reference.size(); i++) {
      double f = (double) i / reference.size();
      sum +=
          (reference.at(i) - reference.at(i - 1)) * Math.sqrt(2 / Math.PI * f * (1 - f) * spread);
    }
    return sum / Math.max(reference.deviation(), LEAST_DEVIATION);
  }
}
