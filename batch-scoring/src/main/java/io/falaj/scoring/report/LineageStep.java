package io.falaj.scoring.report;

import java.util.List;

/**
 * A step of the pipeline with the exact versions that it read and wrote.
 *
 * @param step the command
 * @param output what it made
 * @param inputs files by digest, tables by version, models by version
 * @param outputs tables and artifacts by version
 */
public record LineageStep(String step, String output, List<String> inputs, List<String> outputs) {

  public LineageStep {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
