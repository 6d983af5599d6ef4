package io.falaj.scoring.drift;

import java.util.List;

/** Distances between two lists of shares, as Evidently 0.7 defines them, natural logarithms. */
final class Divergence {

  private Divergence() {}

  /** Population stability index: the sum of (r - c) ln(r / c), zeros filled. */
  static double psi(Shares shares) {
    double[] r = filled(shares.reference());
    double[] c = filled(shares.current());
    double sum = 0;
    for (int i = 0; i < r.length; i++) {
      sum += (r[i] - c[i]) * Math.log(r[i] / c[i]);
    }
    return sum;
  }

  /** Kullback-Leibler: the sum of r ln(r / c), zeros filled, both sides made to sum to 1 again. */
  static double kl(Shares shares) {
    double[] r = normalized(filled(shares.reference()));
    double[] c = normalized(filled(shares.current()));
    double sum = 0;
    for (int i = 0; i < r.length; i++) {
      sum += r[i] * Math.log(r[i] / c[i]);
    }
    return sum;
  }

  /** Jensen-Shannon distance (the root of the divergence), at most sqrt(ln 2) = 0.8326. */
  static double js(Shares shares) {
    double sum = 0;
    for (int i = 0; i < shares.size(); i++) {
      double r = shares.reference().get(i);
      double c = shares.current().get(i);
      double middle = (r + c) / 2;
      sum += part(r, middle) + part(c, middle);
    }
    return Math.sqrt(Math.max(0, sum / 2));
  }

  private static double part(double share, double middle) {
    return share == 0 ? 0 : share * Math.log(share / middle);
  }

  /** A share of zero would make a logarithm infinite. Each side is filled on its own. */
  private static double[] filled(List<Double> shares) {
    double smallest =
        shares.stream().filter(s -> s > 0).mapToDouble(Double::doubleValue).min().orElse(1);
    double fill = smallest <= 1e-4 ? smallest / 1e6 : 1e-4;
    return shares.stream().mapToDouble(s -> s == 0 ? fill : s).toArray();
  }

  private static double[] normalized(double[] shares) {
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    double[] result = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      result[i] = shares[i] / sum;
    }
    return result;
  }
}
