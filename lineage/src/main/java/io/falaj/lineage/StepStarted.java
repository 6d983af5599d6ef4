package io.falaj.lineage;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A step before its first write.
 *
 * @param run who computes
 * @param number which of the run's steps it is, from 1: it stays the same where it turns out to
 *     compute something else
 * @param step the command, for example {@code ingest}
 * @param output the dataset, view, training set or model that it makes
 * @param definition fingerprint of the definitions that it follows
 * @param stepKeys the step key of each interval that it is going to write; none where it writes a
 *     page and no table
 * @param inputs what each of these intervals is computed from
 * @param reads the tables known by now to be read, at their exact versions
 * @param at when it started
 */
public record StepStarted(
    RunContext run,
    int number,
    String step,
    String output,
    Fingerprint definition,
    SortedMap<DataInterval, Fingerprint> stepKeys,
    SortedMap<DataInterval, List<StepInput>> inputs,
    List<TableVersion> reads,
    Instant at) {

  public StepStarted {
    stepKeys = Collections.unmodifiableSortedMap(new TreeMap<>(stepKeys));
    inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    reads = List.copyOf(reads);
  }

  /** The same step, of what it turned out to compute. */
  StepStarted settled(
      SortedMap<DataInterval, Fingerprint> keys,
      SortedMap<DataInterval, List<StepInput>> settledInputs) {
    return new StepStarted(run, number, step, output, definition, keys, settledInputs, reads, at);
  }
}
