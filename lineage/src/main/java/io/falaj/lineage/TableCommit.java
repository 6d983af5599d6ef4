package io.falaj.lineage;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of a table as its log tells it.
 *
 * @param table the table
 * @param version the Delta version
 * @param at when it was committed
 * @param operation Delta's name for what was done
 * @param added how many files it added
 * @param removed how many files it removed
 * @param record what the writer says of itself, JSON; absent where nobody of this house wrote it
 */
public record TableCommit(
    TableName table,
    long version,
    Instant at,
    String operation,
    int added,
    int removed,
    Optional<String> record) {

  /**
   * Whether files came or went. So they do where files are only put together, too: that no row came
   * or went with them is what the writer says, and whoever wrote past this house may say so as
   * well.
   */
  public boolean changesFiles() {
    return added + removed > 0;
  }

  /** The run that wrote it, where it says so. */
  public Optional<String> runId() {
    return record
        .map(json -> Json.read(json, com.fasterxml.jackson.databind.JsonNode.class))
        .map(json -> json.path("run").asText(""))
        .filter(run -> !run.isEmpty());
  }
}
