package io.falaj.lineage.events;

import java.time.Instant;
import java.util.UUID;

/**
 * An OpenLineage run event, ready to be stored and delivered.
 *
 * @param at the event's time
 * @param type {@code START}, {@code COMPLETE} or {@code FAIL}
 * @param stepRunId the run id within the event: one per step of a run
 * @param runId Falaj's own run, the parent of all its steps
 * @param step the step
 * @param output what the step makes
 * @param json the whole event, one line
 */
public record LineageEvent(
    Instant at, Type type, UUID stepRunId, String runId, String step, String output, String json) {

  /** The transitions that a step goes through: START, then one of the others. */
  public enum Type {
    START,
    COMPLETE,
    FAIL
  }
}
