package io.falaj.scoring.drift;

import io.falaj.validation.profile.ProfileState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The shares of two categorical profiles. Where a profile does not count every category, what its
 * counts leave is one more, and every share may be too low by the sketch's error.
 *
 * @param shares the shares
 * @param unknown the share of current values whose category the reference lacks; 0 unless the
 *     reference counts all of its categories
 * @param referenceError the largest error of a share of the reference, 0 if exact
 * @param currentError likewise of a current one
 */
record CountedProfiles(Shares shares, double unknown, double referenceError, double currentError) {

  private static final String OTHERS = "(others)";

  static CountedProfiles of(ProfileState reference, ProfileState current) {
    double ofBefore = reference.counts().present();
    double ofNow = current.counts().present();
    double errorBefore = reference.categoryError() / ofBefore;
    double errorNow = current.categoryError() / ofNow;
    Map<String, Double> before = shares(reference, ofBefore);
    Map<String, Double> now = shares(current, ofNow);
    TreeSet<String> union = new TreeSet<>(before.keySet());
    union.addAll(now.keySet());
    // What one side may have missed is told from nothing only where the other has more of it.
    union.removeIf(
        category ->
            before.getOrDefault(category, 0.0) <= errorNow
                && now.getOrDefault(category, 0.0) <= errorBefore);
    List<String> labels = new ArrayList<>(union);
    List<Double> sharesBefore = of(union, before);
    List<Double> sharesNow = of(union, now);
    if (errorBefore > 0 || errorNow > 0) {
      labels.add(OTHERS);
      sharesBefore.add(rest(sharesBefore));
      sharesNow.add(rest(sharesNow));
    }
    double unknown =
        now.entrySet().stream()
            .filter(entry -> !before.containsKey(entry.getKey()))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    return new CountedProfiles(
        new Shares(labels, List.of(), sharesBefore, sharesNow),
        errorBefore > 0 ? 0 : Math.min(1, unknown),
        errorBefore,
        errorNow);
  }

  Finding js(long ofReference, long ofCurrent) {
    return Finding.ofShares(
        Measure.JS,
        shares,
        ofReference,
        ofCurrent,
        SketchError.ofJs(shares, referenceError, currentError));
  }

  /** At least this share, for each category that a profile counts. */
  private static Map<String, Double> shares(ProfileState state, double all) {
    Map<String, Double> shares = new LinkedHashMap<>();
    state
        .categories()
        .forEach(
            (category, count) ->
                shares.put(category, Math.max(0, count - state.categoryError()) / all));
    return shares;
  }

  private static List<Double> of(TreeSet<String> categories, Map<String, Double> shares) {
    List<Double> values = new ArrayList<>();
    categories.forEach(category -> values.add(shares.getOrDefault(category, 0.0)));
    return values;
  }

  private static double rest(List<Double> shares) {
    return Math.max(0, 1 - shares.stream().mapToDouble(Double::doubleValue).sum());
  }
}
