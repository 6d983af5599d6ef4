package io.falaj.scoring.drift;

import java.util.TreeSet;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;

/** Tests on counts of categories, as Evidently 0.7 runs them. */
final class CategoryTests {

  private CategoryTests() {}

  /**
   * Pearson's test of the current counts against the reference's shares; a category that the
   * reference lacks gives p = 0. The effect is Cohen's w, infinite in that case.
   */
  static TestResult chiSquared(CategorySample reference, CategorySample current) {
    TreeSet<String> union = new TreeSet<>(reference.counts().keySet());
    union.addAll(current.counts().keySet());
    double statistic = 0;
    for (String category : union) {
      double expected = (double) reference.count(category) / reference.size() * current.size();
      double gap = current.count(category) - expected;
      statistic += gap * gap / expected;
    }
    double p = union.size() == 1 ? 1 : survival(statistic, union.size() - 1);
    return new TestResult(statistic, p, Math.sqrt(statistic / current.size()));
  }

  private static double survival(double statistic, int degrees) {
    return Double.isInfinite(statistic)
        ? 0
        : Gamma.regularizedGammaQ(degrees / 2.0, statistic / 2.0);
  }

  /**
   * The two-sided test of two proportions, for at most two categories. The effect is Cohen's h.
   *
   * @throws IllegalArgumentException if there are more
   */
  static TestResult proportions(CategorySample reference, CategorySample current) {
    TreeSet<String> union = new TreeSet<>(reference.counts().keySet());
    union.addAll(current.counts().keySet());
    if (union.size() > 2) {
      throw new IllegalArgumentException("a test of proportions takes two categories: " + union);
    }
    if (union.size() == 1) {
      return new TestResult(0, 1, 0);
    }
    double n = reference.size();
    double m = current.size();
    double ofReference = 1 - reference.count(union.first()) / n;
    double ofCurrent = 1 - current.count(union.first()) / m;
    double pooled = (ofReference * n + ofCurrent * m) / (n + m);
    double z = (ofReference - ofCurrent) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
    double effect = 2 * Math.asin(Math.sqrt(ofReference)) - 2 * Math.asin(Math.sqrt(ofCurrent));
    return new TestResult(z, Erf.erfc(Math.abs(z) / Math.sqrt(2)), Math.abs(effect));
  }
}
