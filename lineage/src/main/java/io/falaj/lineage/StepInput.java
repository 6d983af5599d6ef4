package io.falaj.lineage;

/**
 * What a step computes an interval from, by its identity: it enters the step key.
 *
 * @param kind {@code file}, {@code table}, {@code jdbc}, {@code model} or {@code trainingset}
 * @param name a path, or a table's name
 * @param identity SHA-256 of a file, version of a table or model, snapshot of a database
 */
public record StepInput(String kind, String name, String identity) {}
