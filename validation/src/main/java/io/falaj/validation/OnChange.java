package io.falaj.validation;

/**
 * What happens when a source is no longer what it was when it was ingested: a file has other bytes,
 * or a row of a table with the same key has other values.
 */
public enum OnChange {
  /** Nothing is ingested: somebody has to look. */
  STOP,
  /** It is told of, and what was ingested stays. */
  KEEP,
  /** What is there now takes the place of what was ingested. */
  TAKE
}
