package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command that ran steps prints at its end.
 *
 * @param pipeline the pipeline
 * @param interval what was asked for
 * @param steps what was done, in order
 * @param took all of it
 */
record RunResult(String pipeline, String interval, List<TimedReport> steps, Duration took) {

  RunResult {
    steps = List.copyOf(steps);
  }

  boolean changed() {
    return steps.stream().anyMatch(step -> step.report().changed());
  }

  private List<String> refusals() {
    return steps.stream()
        .map(TimedReport::report)
        .filter(StepReport::refused)
        .map(StepReport::summary)
        .toList();
  }

  /**
   * Tells, after everything else, what was refused.
   *
   * @throws FalajException.DataRefused if the gate refused a version
   */
  void throwIfRefused() {
    if (!refusals().isEmpty()) {
      throw new FalajException.DataRefused(String.join("\n", refusals()));
    }
  }

  /** As {@code --json} prints it. */
  Map<String, Object> json() {
    List<Map<String, Object>> list = new ArrayList<>();
    for (TimedReport step : steps) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("step", step.report().step());
      one.put("output", step.report().output());
      one.put("outcome", step.report().outcome().name().toLowerCase(java.util.Locale.ROOT));
      one.put("seconds", step.took().toMillis() / 1000.0);
      one.put("summary", step.report().summary());
      one.putAll(step.report().facts());
      list.add(one);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("pipeline", pipeline);
    all.put("interval", interval);
    all.put("changed", changed());
    all.put("seconds", took.toMillis() / 1000.0);
    all.put("steps", list);
    return all;
  }

  /** For people: the time of each step, and where its pages are. */
  String text() {
    List<String> lines = new ArrayList<>();
    steps.forEach(step -> lines.add(step.text()));
    if (steps.size() > 1) {
      lines.add("%-36s %8s".formatted("all", TimedReport.seconds(took)));
    }
    if (!changed() && refusals().isEmpty()) {
      lines.add("Nothing changed: everything was up to date.");
    }
    for (TimedReport step : steps) {
      Object page = step.report().facts().get(ReportStep.PAGE);
      if (page != null) {
        lines.add("The report: " + page);
      }
    }
    return String.join("\n", lines);
  }
}
