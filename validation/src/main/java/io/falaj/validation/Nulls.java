package io.falaj.validation;

/** What a row expectation says of a value that is null. */
public enum Nulls {
  /** Null passes: an expectation fails only on false, as in SQL. */
  PASS,
  /** Null fails. */
  FAIL
}
