package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.SqlMistake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.AnalysisException;

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
      StepReport report = made(step, output);
      TimedReport timed = new TimedReport(report, Duration.ofNanos(System.nanoTime() - start));
      reports.add(timed);
      work.console().progress(timed.text());
    }
  }

  private StepReport made(PipelineStep step, String output) {
    try {
      return step.run(work, output);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Scala throws checked ones too
      // What Spark knows the place of was written as text: SQL of a definition.
      if (e instanceof AnalysisException analysis && analysis.line().isDefined()) {
        throw new FalajException.Configuration(
            "Cannot %s %s: an SQL expression that it is defined by does not fit its columns: %s Mend the expression."
                .formatted(step.command(), output, SqlMistake.of(e)),
            e);
      }
      throw new IllegalStateException("cannot " + step.command() + " " + output, e);
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
