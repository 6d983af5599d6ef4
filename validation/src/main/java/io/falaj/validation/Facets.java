package io.falaj.validation;

import io.falaj.validation.ValidationReport.IntervalReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A report as the facets of a lineage event. */
final class Facets {

  /** Of so many intervals is told what was seen; the others are in the table. */
  private static final int SHOWN = 12;

  private Facets() {}

  /** Each expectation over all intervals, of the raw table. */
  static Map<String, Object> assertions(Contract contract, ValidationReport report) {
    Map<Check, long[]> failed = new LinkedHashMap<>();
    Map<Check, Boolean> met = new LinkedHashMap<>();
    Map<Check, List<String>> saw = new LinkedHashMap<>();
    for (IntervalReport interval : report.intervals()) {
      for (Outcome outcome : interval.outcomes()) {
        failed.computeIfAbsent(outcome.check(), check -> new long[1])[0] += outcome.failed();
        saw.computeIfAbsent(outcome.check(), check -> new ArrayList<>())
            .add(interval.interval() + ": " + outcome.saw());
        met.merge(outcome.check(), outcome.result() != Outcome.Result.NOT_MET, Boolean::logicalAnd);
      }
    }
    List<Map<String, Object>> assertions = new ArrayList<>();
    failed.forEach(
        (check, count) -> {
          Map<String, Object> assertion = new LinkedHashMap<>();
          assertion.put("assertion", check.expectation().kind());
          assertion.put("name", check.name());
          assertion.put("success", Boolean.TRUE.equals(met.get(check)));
          assertion.put("severity", check.severity() == Severity.WARN ? "warn" : "error");
          assertion.put("expected", check.expectation().describe());
          assertion.put(
              "actual",
              check.expectation().level() == Expectation.Level.DATASET
                  ? first(saw.getOrDefault(check, List.of()))
                  : count[0] + " rows fail");
          if (check.expectation().columns().size() == 1) {
            assertion.put("column", check.expectation().columns().get(0));
          }
          assertions.add(assertion);
        });
    return Map.of(contract.raw().toString(), assertions);
  }

  private static String first(List<String> saw) {
    String some = String.join("; ", saw.subList(0, Math.min(saw.size(), SHOWN)));
    return saw.size() > SHOWN ? "%s; and %d more".formatted(some, saw.size() - SHOWN) : some;
  }

  /** Rows of each interval by what became of them. */
  static Map<String, Object> intervals(ValidationReport report) {
    Map<String, Object> intervals = new TreeMap<>();
    for (IntervalReport interval : report.intervals()) {
      Map<String, Object> counts = new LinkedHashMap<>();
      counts.put("rows", interval.rows());
      counts.put("clean", interval.clean());
      counts.put("quarantined", interval.quarantined());
      counts.put("held", interval.held());
      intervals.put(interval.interval().toString(), counts);
    }
    return intervals;
  }
}
