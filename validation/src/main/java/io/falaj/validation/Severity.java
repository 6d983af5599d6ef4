package io.falaj.validation;

/** What happens when an expectation is not met. */
public enum Severity {
  /** It is recorded, and nothing else happens. */
  WARN,
  /** The rows that do not meet it are set aside, with the reason. */
  QUARANTINE,
  /** The interval is refused: its clean and quarantined rows stay as they were. */
  FAIL
}
