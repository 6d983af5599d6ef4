package io.falaj.scoring.drift;

import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.apache.commons.math3.util.ArithmeticUtils;
import org.apache.commons.math3.util.FastMath;

/**
 * The two-sample test of Kolmogorov and Smirnov, p-values as SciPy's {@code ks_2samp} gives them:
 * counted exactly while the larger sample has at most 10,000 values, else Kolmogorov's distribution
 * at round(m n / (m + n)). Its effect is the statistic itself, the largest gap between the two
 * distribution functions.
 */
final class KolmogorovSmirnov {

  private static final int EXACT_UP_TO = 10_000;

  private KolmogorovSmirnov() {}

  /** Both samples have values. */
  static TestResult test(NumericSample reference, NumericSample current) {
    double d = statistic(reference, current);
    int m = Math.max(reference.size(), current.size());
    int n = Math.min(reference.size(), current.size());
    double p =
        m <= EXACT_UP_TO
            ? exact(m, n, d)
            : survival((int) Math.rint((double) m * n / ((double) m + n)), d);
    return new TestResult(d, Math.min(1, Math.max(0, p)), d);
  }

  private static double statistic(NumericSample reference, NumericSample current) {
    double largest = 0;
    for (NumericSample sample : new NumericSample[] {reference, current}) {
      for (int i = 0; i < sample.size(); i++) {
        double x = sample.at(i);
        double gap =
            (double) reference.upTo(x) / reference.size()
                - (double) current.upTo(x) / current.size();
        largest = Math.max(largest, Math.abs(gap));
      }
    }
    return largest;
  }

  /**
   * One minus the share of lattice paths from (0, 0) to (m, n) that stay strictly inside the two
   * diagonals: each cell holds the share of the paths to it, so that nothing overflows.
   */
  private static double exact(int m, int n, double d) {
    int gcd = ArithmeticUtils.gcd(m, n);
    long stepX = n / gcd;
    long stepY = m / gcd;
    long bound = Math.round(d * stepY * n);
    if (bound == 0) {
      return 1;
    }
    double[] inside = new double[n + 1];
    for (int i = 0; i <= m; i++) {
      int first = (int) Math.max(0, Math.floorDiv(stepX * i - bound, stepY) + 1);
      int last = (int) Math.min(n, Math.floorDiv(stepX * i + bound - 1, stepY));
      if (first > 0) {
        inside[first - 1] = 0;
      }
      for (int j = first; j <= last; j++) {
        if (i == 0) {
          inside[j] = 1;
        } else if (j > 0) {
          inside[j] = (inside[j] * i + inside[j - 1] * j) / (i + j);
        }
      }
      if (last < first) {
        return 1;
      }
    }
    return 1 - inside[n];
  }

  /** The survival function of Kolmogorov's one-sample statistic. */
  static double survival(int n, double d) {
    if (n <= 140) {
      return 1 - new KolmogorovSmirnovTest().cdf(d, n);
    }
    double scaled = n * d * d;
    if (scaled >= 370) {
      return 0;
    }
    return scaled >= 2.2 ? 2 * oneSided(n, d) : 1 - new KolmogorovSmirnovTest().pelzGood(d, n);
  }

  /** Smirnov's one-sided survival function (Birnbaum and Tingey's sum). */
  private static double oneSided(int n, double d) {
    double whole = Gamma.logGamma(n + 1.0);
    double sum = 0;
    for (int j = 0; j <= (int) Math.floor(n * (1 - d)); j++) {
      double shifted = d + (double) j / n;
      if (shifted < 1) {
        sum +=
            FastMath.exp(
                whole
                    - Gamma.logGamma(j + 1.0)
                    - Gamma.logGamma(n - j + 1.0)
                    + (j - 1) * FastMath.log(shifted)
                    + (n - j) * FastMath.log1p(-shifted));
      }
    }
    return d * sum;
  }
}
