package io.falaj.lineage;

import java.util.List;

/**
 * One interval of a step.
 *
 * @param interval the interval
 * @param inputs what it is computed from; never what the step makes of this interval or of a later
 *     one
 */
public record IntervalRequest(DataInterval interval, List<StepInput> inputs) {
  public IntervalRequest {
    inputs = List.copyOf(inputs);
  }
}
