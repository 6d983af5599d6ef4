package io.falaj.lineage.audit;

/** What an entry of the audit log says was done. */
public enum AuditAction {
  /** A run's chain begins. */
  OPEN,
  /** A table was read at a version. */
  READ,
  /** A table's version, or a page, was written. */
  WRITE,
  /** A step committed its intervals: what it wrote is visible from then on. */
  COMMIT,
  /** A step ended without its commit. */
  FAIL,
  /** What an earlier run wrote and, dying, could not enter: entered on its behalf. */
  ADOPT,
  /** A run's chain ends, naming the heads of the chains that it saw. */
  CLOSE
}
