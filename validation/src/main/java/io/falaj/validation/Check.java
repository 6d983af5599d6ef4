package io.falaj.validation;

import java.util.Optional;

/**
 * One expectation of a contract and what its failure does.
 *
 * @param name unique in the contract
 * @param expectation what is asked for
 * @param severity what happens when it is not met
 * @param when predicate of SQL: a row is only looked at where it is true
 * @param nulls what it says of null
 * @param description why it is asked for; empty where nobody said
 */
public record Check(
    String name,
    Expectation expectation,
    Severity severity,
    Optional<String> when,
    Nulls nulls,
    String description) {

  static Check implicit(String name, Expectation expectation) {
    return new Check(name, expectation, Severity.QUARANTINE, Optional.empty(), Nulls.PASS, "");
  }
}
