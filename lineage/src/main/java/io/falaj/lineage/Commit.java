package io.falaj.lineage;

import java.time.Instant;
import java.util.List;

/**
 * A row of {@code lineage.commits}: one interval of a step, done.
 *
 * @param step the command
 * @param output what it makes
 * @param interval the interval
 * @param generation counts the commits of this interval, from 1
 * @param stepKey what was computed
 * @param definition the definitions followed
 * @param semanticsVersion of the step's code
 * @param runId who computed
 * @param job the run's command
 * @param pipeline the run's pipeline
 * @param codeVersion the version of Falaj's code
 * @param committedAt when
 * @param inputs from what
 * @param tables what was written
 * @param schemaChanges the columns of these tables that were added or widened with it
 */
public record Commit(
    String step,
    String output,
    DataInterval interval,
    long generation,
    Fingerprint stepKey,
    Fingerprint definition,
    int semanticsVersion,
    String runId,
    String job,
    String pipeline,
    String codeVersion,
    Instant committedAt,
    List<StepInput> inputs,
    List<Table> tables,
    List<Evolved> schemaChanges) {

  public Commit {
    inputs = List.copyOf(inputs);
    tables = List.copyOf(tables);
    schemaChanges = List.copyOf(schemaChanges);
  }

  /**
   * A column that changed.
   *
   * @param table of which table
   * @param version the version that is the first to have it
   * @param change from what to what
   */
  public record Evolved(TableName table, long version, SchemaChange change) {}

  /**
   * A table that the commit wrote.
   *
   * @param table the table
   * @param version the version at which the interval is to be read
   * @param generation counts the writes of this interval of this table, from 1
   * @param operation {@code append}, {@code replace}, {@code merge} or {@code delete}
   * @param content rows and checksum
   */
  public record Table(
      TableName table, long version, long generation, String operation, IntervalContent content) {}
}
