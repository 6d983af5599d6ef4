package io.falaj.validation;

/** What happens when a source file is no longer what it was when it was ingested. */
public enum ChangedFiles {
  /** Nothing is ingested: somebody has to look. */
  STOP,
  /** It is told of, and what was ingested stays. */
  KEEP,
  /** What it holds now takes the place of what it held. */
  TAKE
}
