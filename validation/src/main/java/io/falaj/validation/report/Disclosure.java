package io.falaj.validation.report;

import io.falaj.validation.Check;
import io.falaj.validation.Contract;
import io.falaj.validation.DatasetExpectation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a dataset's records may stand on a page: no value that may tell of a person. The contract
 * decides as it is now, for records outlive the contract that they were made under.
 */
final class Disclosure {

  /** What stands in place of a value that may tell of a person. */
  static final String MASK = "•••";

  private final Contract contract;
  private final Map<String, Check> checks = new HashMap<>();
  private final boolean ofPersons;

  Disclosure(Contract contract) {
    this.contract = contract;
    this.ofPersons = contract.columns().stream().anyMatch(contract::tellsOfAPerson);
    contract.checks().forEach(check -> checks.put(check.name(), check));
  }

  /**
   * Whether the value that an expectation saw in a row may tell of a person. Where it is not known
   * which columns it looked at, or it looked at the text of a whole record, it may as soon as any
   * column does.
   *
   * @param expectation its name, as it was recorded
   * @param asks what it asked for then: another expectation may have its name now
   */
  boolean hidesValue(String expectation, String asks) {
    List<String> columns =
        known(expectation, asks).map(check -> check.expectation().columns()).orElse(List.of());
    return columns.isEmpty() ? ofPersons : columns.stream().anyMatch(this::tellsOfAPerson);
  }

  /**
   * Whether what an expectation saw of an interval may tell of a person, as {@link #hidesValue} of
   * a row; counts of rows do not.
   */
  boolean hidesOfInterval(String expectation, String asks) {
    boolean counts =
        known(expectation, asks)
            .map(
                check ->
                    !(check.expectation() instanceof DatasetExpectation ofAll) || ofAll.counts())
            .orElse(false);
    return !counts && hidesValue(expectation, asks);
  }

  private Optional<Check> known(String expectation, String asks) {
    return Optional.ofNullable(checks.get(expectation))
        .filter(check -> check.expectation().describe().equals(asks));
  }

  /** A custom metric never does. */
  private boolean tellsOfAPerson(String name) {
    return contract.profiling().metric(name).isEmpty()
        && contract.tellsOfAPerson(contract.column(name));
  }
}
