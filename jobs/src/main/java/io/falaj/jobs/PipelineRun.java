package io.falaj.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs steps one after the other, and says how far it is. */
final class PipelineRun {

  private final Workspace work;
  private final List<TimedReport> reports = new ArrayList<>();
  private final long began = System.nanoTime();

  PipelineRun(Workspace work) {
    this.work = work;
  }

  /** Runs a step for each of its outputs that is selected. */
  void run(PipelineStep step, Selection selection) {
    for (String output : selection.of(step, work.config())) {
      work.console().working(step.command() + " " + output);
      long start = System.nanoTime();
      StepReport report = step.run(work, output);
      TimedReport timed = new TimedReport(report, Duration.ofNanos(System.nanoTime() - start));
      reports.add(timed);
      work.console().progress(timed.text());
    }
  }

  /** Runs all steps, for the models that are selected and everything else. */
  void runAll(List<PipelineStep> steps, Selection models) {
    new WholeRun(work, this, models).steps(steps);
  }

  /** What was done so far, in order. */
  List<TimedReport> reports() {
    return Collections.unmodifiableList(reports);
  }

  /** Since the first step began. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
