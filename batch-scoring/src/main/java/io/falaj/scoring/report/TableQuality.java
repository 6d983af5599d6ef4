package io.falaj.scoring.report;

/**
 * What became of a dataset's rows.
 *
 * @param dataset its name
 * @param raw rows that arrived
 * @param clean rows that met the contract
 * @param quarantine rows set aside, with reasons
 * @param held rows of intervals that were refused whole
 * @param version the exact version of the clean table
 */
public record TableQuality(
    String dataset, long raw, long clean, long quarantine, long held, String version) {

  /** Whether every row that arrived is accounted for. */
  public boolean balanced() {
    return raw == clean + quarantine + held;
  }
}
