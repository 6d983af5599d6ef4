package io.falaj.lineage;

import java.util.List;

/**
 * What a step is about to compute.
 *
 * @param step the command, for example {@code ingest}
 * @param output the dataset, view, training set or model that it makes
 * @param definition fingerprint of the definitions that it follows
 * @param semanticsVersion raised when the step's code computes something else from the same input
 * @param intervals what to compute, each with its inputs; no interval twice
 * @param reads tables that it reads, beside those that are read through the lake meanwhile
 */
public record StepRequest(
    String step,
    String output,
    Fingerprint definition,
    int semanticsVersion,
    List<IntervalRequest> intervals,
    List<TableVersion> reads) {

  public StepRequest {
    intervals = List.copyOf(intervals);
    reads = List.copyOf(reads);
    if (intervals.stream().map(IntervalRequest::interval).distinct().count() != intervals.size()) {
      throw new IllegalArgumentException("an interval is given twice: " + intervals);
    }
  }

  public StepRequest(
      String step,
      String output,
      Fingerprint definition,
      int semanticsVersion,
      List<IntervalRequest> intervals) {
    this(step, output, definition, semanticsVersion, intervals, List.of());
  }

  /** The identity of what is computed for an interval. */
  Fingerprint key(IntervalRequest request) {
    return Fingerprint.builder("step")
        .add("step", step)
        .add("output", output)
        .add("interval", request.interval())
        .add("definition", definition)
        .add("semantics", semanticsVersion)
        .add("settings", SessionPins.MEANING)
        .add(
            "inputs",
            request.inputs().stream()
                .map(input -> List.of(input.kind(), input.name(), input.identity()))
                .sorted(java.util.Comparator.comparing(Object::toString))
                .toList())
        .build();
  }
}
