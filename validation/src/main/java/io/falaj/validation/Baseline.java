package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The numbers of a history that another is held against, as {@link Anomaly} takes them: without the
 * anomalies among them, and from a new level on.
 *
 * @param numbers them, oldest first
 * @param seen how many the history has
 * @param newSince the first interval of a level that took the place of another
 */
record Baseline(List<Double> numbers, int seen, Optional<DataInterval> newSince) {

  /**
   * @param history numbers by their interval, all of them finite
   */
  static Baseline of(Anomaly anomaly, SortedMap<DataInterval, Double> history) {
    List<Double> taken = new ArrayList<>();
    List<Double> apart = new ArrayList<>();
    Optional<DataInterval> since = Optional.empty();
    DataInterval firstApart = null;
    for (Map.Entry<DataInterval, Double> entry : history.entrySet()) {
      double number = entry.getValue();
      if (taken.size() < anomaly.warmUp() || anomaly.band(taken).contains(number)) {
        taken.add(number);
        apart.clear();
        continue;
      }
      if (apart.isEmpty()) {
        firstApart = entry.getKey();
      }
      apart.add(number);
      if (apart.size() == anomaly.warmUp()) {
        since = Optional.ofNullable(firstApart);
        taken = apart;
        apart = new ArrayList<>();
      }
    }
    return new Baseline(List.copyOf(taken), history.size(), since);
  }

  /** What it consists of, for people. */
  String describe() {
    return "%s of %d intervals before%s"
        .formatted(
            numbers.size() == seen ? "all" : Integer.toString(numbers.size()),
            seen,
            newSince.map(first -> ", whose level is new since " + first).orElse(""));
  }
}
