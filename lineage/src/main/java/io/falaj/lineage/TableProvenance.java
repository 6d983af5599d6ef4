package io.falaj.lineage;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where one commit of a table came from.
 *
 * @param table the table
 * @param operation {@code append}, {@code replace}, {@code merge} or {@code delete}
 * @param runId the run that wrote it
 * @param parent what triggered the run, if anything did
 * @param job the command
 * @param step the step
 * @param output what the step makes
 * @param actor who started it
 * @param codeVersion the version of Falaj's code
 * @param semanticsVersion the step's code semantics version
 * @param definition fingerprint of the definitions it followed
 * @param stepKeys the step key of each interval written
 * @param inputs what each interval was computed from
 * @param reads the tables read, at their exact versions
 * @param rows how many rows were written
 * @param contents what each interval holds
 * @param environment the machine and software
 * @param at when
 */
public record TableProvenance(
    TableName table,
    String operation,
    String runId,
    @Nullable String parent,
    String job,
    String step,
    String output,
    String actor,
    String codeVersion,
    int semanticsVersion,
    Fingerprint definition,
    SortedMap<DataInterval, Fingerprint> stepKeys,
    SortedMap<DataInterval, List<StepInput>> inputs,
    List<TableVersion> reads,
    long rows,
    SortedMap<DataInterval, IntervalContent> contents,
    Environment environment,
    Instant at)
    implements Provenance {

  public TableProvenance {
    stepKeys = Collections.unmodifiableSortedMap(new TreeMap<>(stepKeys));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    reads = List.copyOf(reads);
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }
}
