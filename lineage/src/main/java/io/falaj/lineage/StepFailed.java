package io.falaj.lineage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A step that ended without its rows in {@code lineage.commits}.
 *
 * @param started what it was when it started
 * @param reads the tables that it read until then
 * @param outputs the tables that it had written until then; their intervals stay open
 * @param problem what went wrong, for people
 * @param cause what was thrown, where that is known
 * @param at when it failed
 */
public record StepFailed(
    StepStarted started,
    List<TableVersion> reads,
    List<TableWritten> outputs,
    String problem,
    Optional<Throwable> cause,
    Instant at) {

  public StepFailed {
    reads = List.copyOf(reads);
    outputs = List.copyOf(outputs);
  }
}
