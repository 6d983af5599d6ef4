package io.falaj.lineage.bench;

import io.falaj.lineage.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a case took.
 *
 * @param seconds the median of the work
 * @param baselineSeconds the median of what it is measured against
 * @param goal the largest ratio that is good enough
 */
record BenchResult(
    String bench,
    String name,
    double seconds,
    String baseline,
    double baselineSeconds,
    double goal,
    int rounds) {

  double ratio() {
    return seconds / baselineSeconds;
  }

  boolean met() {
    return ratio() <= goal;
  }

  /** One line. */
  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bench", bench);
    fields.put("case", name);
    fields.put("seconds", rounded(seconds));
    fields.put("baseline", baseline);
    fields.put("baseline_seconds", rounded(baselineSeconds));
    fields.put("ratio", rounded(ratio()));
    fields.put("goal", goal);
    fields.put("met", met());
    fields.put("rounds", rounds);
    return Json.write(fields);
  }

  private static BigDecimal rounded(double value) {
    return new BigDecimal(value).round(new MathContext(4));
  }
}
