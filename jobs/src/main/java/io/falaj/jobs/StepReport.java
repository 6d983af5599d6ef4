package io.falaj.jobs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step did.
 *
 * @param step the command
 * @param output the dataset, view, model or pipeline that it made
 * @param outcome whether there was anything to do
 * @param summary what there is to say in a line
 * @param facts the same for programs
 */
record StepReport(
    String step, String output, Outcome outcome, String summary, Map<String, Object> facts) {

  /** Whether there was anything to do. */
  enum Outcome {
    DONE,
    /** Nothing had changed since it was last done. */
    UP_TO_DATE,
    /** The version is refused, by the gate or for its signature; what there is stays at work. */
    REFUSED
  }

  StepReport {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  static StepReport done(String step, String output, String summary, Map<String, Object> facts) {
    return new StepReport(step, output, Outcome.DONE, summary, facts);
  }

  static StepReport upToDate(String step, String output, Map<String, Object> facts) {
    return new StepReport(step, output, Outcome.UP_TO_DATE, "up to date", facts);
  }

  /**
   * A version that is refused.
   *
   * @param refusal why, and what to do
   */
  static StepReport refused(String step, String output, String refusal) {
    return new StepReport(step, output, Outcome.REFUSED, refusal, Map.of());
  }

  boolean refused() {
    return outcome == Outcome.REFUSED;
  }

  boolean changed() {
    return outcome == Outcome.DONE;
  }
}
