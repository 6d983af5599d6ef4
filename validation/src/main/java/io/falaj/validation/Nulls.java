package io.falaj.validation;

/** What an expectation of rows, or a reference, says of a value that is null. */
public enum Nulls {
  /** Null passes: an expectation fails only on false, as in SQL. */
  PASS,
  /** Null fails. */
  FAIL
}
