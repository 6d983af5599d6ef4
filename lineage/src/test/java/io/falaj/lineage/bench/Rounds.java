package io.falaj.lineage.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contenders that take turns, so that whatever else the machine does meets them all alike. */
public final class Rounds {

  private final Map<String, Runnable> contenders = new LinkedHashMap<>();

  public Rounds contender(String name, Runnable work) {
    contenders.put(name, work);
    return this;
  }

  /** The median seconds of each contender, by name; a first run of each warms up. */
  public Map<String, Double> medians(int rounds) {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    contenders.values().forEach(Runnable::run);
    for (int round = 0; round < rounds; round++) {
      contenders.forEach(
          (name, work) -> {
            long start = System.nanoTime();
            work.run();
            seconds
                .computeIfAbsent(name, n -> new ArrayList<>())
                .add((System.nanoTime() - start) / 1e9);
          });
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    seconds.forEach((name, all) -> medians.put(name, median(all)));
    return medians;
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
