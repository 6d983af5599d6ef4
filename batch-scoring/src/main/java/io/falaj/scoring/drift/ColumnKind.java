package io.falaj.scoring.drift;

/** How a column's values are compared. Comes from the contract, else from the reference's type. */
public enum ColumnKind {
  NUMERIC,
  /** Strings and booleans. */
  CATEGORICAL
}
