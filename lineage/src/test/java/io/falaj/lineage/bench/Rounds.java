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

  /** The median cost of each contender, by name; a first run of each warms up. */
  public Medians medians(int rounds) {
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Runnable> contender : contenders.entrySet()) {
        Cost cost = Cost.of(contender.getValue());
        if (round > 0) {
          costs.computeIfAbsent(contender.getKey(), n -> new ArrayList<>()).add(cost);
        }
        System.err.printf(
            "%s, round %d of %d%s: %.1f s, %.1f s of CPU, %.0f MB live%n",
            contender.getKey(),
            round,
            rounds,
            round == 0 ? " (warms up)" : "",
            cost.seconds(),
            cost.cpuSeconds(),
            cost.liveMegabytes());
      }
    }
    Map<String, Cost> medians = new LinkedHashMap<>();
    costs.forEach((name, all) -> medians.put(name, Cost.median(all)));
    return new Medians(medians);
  }

  /**
   * What contenders cost.
   *
   * @param byName each one's medians
   */
  public record Medians(Map<String, Cost> byName) {

    /** Of one of them. */
    public Cost of(String name) {
      Cost cost = byName.get(name);
      if (cost == null) {
        throw new IllegalArgumentException(
            "no contender '%s'; there are %s".formatted(name, byName.keySet()));
      }
      return cost;
    }
  }
}
