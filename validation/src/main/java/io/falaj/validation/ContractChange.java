package io.falaj.validation;

/**
 * One difference between two versions of a contract.
 *
 * @param kind what changed
 * @param subject the column, expectation or key of YAML that it changed of
 * @param verdict whether those who deliver and those who read can go on
 * @param change from what to what
 * @param why it is so, in a sentence
 */
public record ContractChange(
    Kind kind, String subject, Verdict verdict, String change, String why) {

  /** Whether those who deliver and those who read can go on. */
  public enum Verdict {
    /** What was delivered still passes, and what was read is still there. */
    COMPATIBLE,
    /** Rows that passed could fail, or readers lose what they had. */
    BREAKING
  }

  /** What can change. */
  public enum Kind {
    DATASET,
    SOURCE,
    KEYS,
    EVENT_TIME,
    PARTITION,
    COLUMN_ADDED,
    COLUMN_REMOVED,
    COLUMN_RENAMED,
    COLUMN_ORDER,
    COLUMN_ORIGIN,
    COLUMN_UNIT,
    TYPE_WIDENED,
    TYPE_CHANGED,
    NULLABLE,
    PERSONAL,
    EXPECTATION_ADDED,
    EXPECTATION_REMOVED,
    EXPECTATION_RENAMED,
    EXPECTATION_TIGHTENED,
    EXPECTATION_LOOSENED,
    EXPECTATION_CHANGED,
    EXPECTATION_ORDER,
    SEVERITY,
    METRIC,
    SEGMENT
  }

  static ContractChange compatible(Kind kind, String subject, String change, String why) {
    return new ContractChange(kind, subject, Verdict.COMPATIBLE, change, why);
  }

  static ContractChange breaking(Kind kind, String subject, String change, String why) {
    return new ContractChange(kind, subject, Verdict.BREAKING, change, why);
  }

  /** Whether it breaks those who deliver or read. */
  public boolean breaks() {
    return verdict == Verdict.BREAKING;
  }
}
