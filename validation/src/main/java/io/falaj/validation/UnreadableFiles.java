package io.falaj.validation;

/** What happens when one of a source's files cannot be read: it is cut off, or lacks a column. */
public enum UnreadableFiles {
  /** Nothing is ingested. */
  STOP,
  /** It is left out and told of, and the others are ingested. */
  SET_ASIDE
}
