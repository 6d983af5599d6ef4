package io.falaj.lineage;

import java.util.Locale;

/** The zones of a lake, each a folder under its root. */
public enum Zone {
  /** What arrived, as it arrived. */
  RAW,
  /** Rows that met their contract. */
  CLEAN,
  /** Rows that did not, each with its reasons. */
  QUARANTINE,
  /** Values, events and carries of feature views. */
  FEATURES,
  /** Training sets, each with a manifest. */
  TRAINING,
  /** The model registry and its signed artifacts. */
  MODELS,
  /** Scores with the model version that made them. */
  PREDICTIONS,
  /** Profiles, validation results, drift and performance. */
  MONITORING,
  /** Lineage events, audit chains and commits. */
  LINEAGE;

  /** The folder's name, which is also the namespace's name in SQL: lower case. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
