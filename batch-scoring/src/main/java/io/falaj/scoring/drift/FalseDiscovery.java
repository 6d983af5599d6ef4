package io.falaj.scoring.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Many tests at once: of a hundred columns without drift, five have p at most 0.05. Adjusts
 * p-values so that, among the columns called drifted, the expected share of false alarms is at most
 * the threshold (Benjamini and Hochberg 1995).
 */
public final class FalseDiscovery {

  private FalseDiscovery() {}

  /** Adjusted p-values, in the order of those given; each at least the one given, at most 1. */
  public static List<Double> adjust(List<Double> pValues) {
    int n = pValues.size();
    List<Integer> descending =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> pValues.get(i)).reversed())
            .toList();
    List<Double> adjusted = new ArrayList<>(pValues);
    double least = 1;
    for (int place = 0; place < n; place++) {
      int index = descending.get(place);
      least = Math.min(least, pValues.get(index) * n / (n - place));
      adjusted.set(index, least);
    }
    return adjusted;
  }
}
