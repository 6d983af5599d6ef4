package io.falaj.lineage;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step that is done.
 *
 * @param started what it was when it started
 * @param reads every table that it read, at its exact version
 * @param outputs every table that it wrote, {@code lineage.commits} left out
 * @param pages every page that it wrote
 * @param facets what the step recorded besides, by name: maps, lists, text, numbers, booleans and
 *     times, to any depth
 * @param at when it was done
 */
public record StepCompleted(
    StepStarted started,
    List<TableVersion> reads,
    List<TableWritten> outputs,
    List<PageWritten> pages,
    Map<String, Object> facets,
    Instant at) {

  public StepCompleted {
    reads = List.copyOf(reads);
    outputs = List.copyOf(outputs);
    pages = List.copyOf(pages);
    facets = Collections.unmodifiableMap(new LinkedHashMap<>(facets));
  }

  /** A step that wrote tables. */
  public StepCompleted(
      StepStarted started,
      List<TableVersion> reads,
      List<TableWritten> outputs,
      Map<String, Object> facets,
      Instant at) {
    this(started, reads, outputs, List.of(), facets, at);
  }

  /** A step that wrote a page. */
  StepCompleted(StepStarted started, List<TableVersion> reads, PageWritten page, Instant at) {
    this(started, reads, List.of(), List.of(page), Map.of(), at);
  }
}
