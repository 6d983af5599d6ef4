package io.falaj.lineage.bench;

import io.falaj.lineage.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One case: a contender against its baseline, on the same data in the same rounds.
 *
 * @param bench the bench
 * @param name what was measured
 * @param measure in what, for example {@code seconds} or {@code cpu_seconds}
 * @param value its median
 * @param baseline what it is measured against
 * @param baselineValue the baseline's median
 * @param goal what the ratio of the two is to be at most
 * @param rounds how often each ran
 * @param more further fields, such as numbers of rows
 */
public record BenchCase(
    String bench,
    String name,
    String measure,
    double value,
    String baseline,
    double baselineValue,
    double goal,
    int rounds,
    Map<String, Object> more) {

  public double ratio() {
    return value / baselineValue;
  }

  public boolean met() {
    return ratio() <= goal;
  }

  /** One line. */
  public String json() {
    Map<String, Object> fields = new LinkedHashMap<>(more);
    fields.put("bench", bench);
    fields.put("case", name);
    fields.put(measure, rounded(value));
    fields.put("baseline", baseline);
    fields.put("baseline_" + measure, rounded(baselineValue));
    fields.put("ratio", rounded(ratio()));
    fields.put("goal", goal);
    fields.put("met", met());
    fields.put("rounds", rounds);
    return Json.write(fields);
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
