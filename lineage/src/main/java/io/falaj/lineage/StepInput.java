package io.falaj.lineage;

/**
 * What a step computes an interval from, by its identity: it enters the step key.
 *
 * @param kind {@code file}, {@code table}, {@code jdbc}, {@code delta}, {@code model} or {@code
 *     trainingset}; {@code artifact} for the bytes of a model or manifest that another input names;
 *     {@code history} for what earlier intervals of the same table tell; {@code reading} for how
 *     source records were made of the bytes
 * @param name a path, the url of a database with the table's name, or the name of a table or model
 * @param identity SHA-256 of a file or artifact, version of a table or model, snapshot of a
 *     database, identifier and version of a Delta table outside the lake, fingerprint of a history
 */
public record StepInput(String kind, String name, String identity) {

  public static final String FILE = "file";
  public static final String JDBC = "jdbc";
  public static final String DELTA = "delta";
  public static final String HISTORY = "history";
  public static final String READING = "reading";

  /** Whether rows came from it; other inputs say how they were computed. */
  public boolean isData() {
    return !kind.equals(HISTORY) && !kind.equals(READING);
  }

  /** Whether it lies outside the lake. */
  public boolean isSource() {
    return kind.equals(FILE) || kind.equals(JDBC) || kind.equals(DELTA);
  }
}
