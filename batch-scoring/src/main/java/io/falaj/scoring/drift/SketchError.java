package io.falaj.scoring.drift;

/** How far a distance from sketches may be off. */
final class SketchError {

  /**
   * A quantile sketch errs less in the tails: a value can be misplaced only when it meets a
   * compaction, and few values there do. Within this share of a distribution's ends, in units of
   * the rank error, the error falls as the root of the share left.
   */
  private static final double TAIL = 0.2;

  private SketchError() {}

  /**
   * By the triangle inequality, the area between two sketched distribution functions is off by at
   * most the areas between each and its own true one. Holds at every point with the sketches' own
   * confidence of 99 %.
   */
  static double ofArea(StepFunction before, StepFunction now, double ofBefore, double ofNow) {
    return before.integral(now, (f, g) -> at(f, ofBefore) + at(g, ofNow));
  }

  private static double at(double share, double rankError) {
    double tail = Math.min(share, 1 - share);
    return rankError == 0 ? 0 : rankError * Math.sqrt(Math.min(1, tail / (TAIL * rankError)));
  }

  /**
   * How far the Jensen-Shannon distance may be off when no share is off by more than this: the
   * divergence's change to second order, turned into one of its root.
   *
   * @param ofReference the largest error of a share of the reference, 0 if exact
   * @param ofCurrent likewise of a current one
   */
  static double ofJs(Shares shares, double ofReference, double ofCurrent) {
    if (ofReference == 0 && ofCurrent == 0) {
      return 0;
    }
    double change = 0;
    for (int i = 0; i < shares.size(); i++) {
      double r = Math.max(shares.reference().get(i), ofReference);
      double c = Math.max(shares.current().get(i), ofCurrent);
      double middle = Math.max((r + c) / 2, 1e-12);
      double errors = ofReference + ofCurrent;
      change +=
          0.5 * Math.abs(slope(r, middle)) * Math.min(ofReference, r)
              + 0.5 * Math.abs(slope(c, middle)) * Math.min(ofCurrent, c)
              + errors * errors / (8 * middle);
    }
    double js = Divergence.js(shares);
    return Math.min(Math.sqrt(js * js + change) - js, Math.sqrt(Math.log(2)));
  }

  private static double slope(double share, double middle) {
    return share == 0 ? 0 : Math.log(share / middle);
  }
}
