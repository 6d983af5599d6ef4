package io.falaj.lineage.audit;

/**
 * Something that an audit found.
 *
 * @param kind what it is
 * @param place where: a run and entry of its chain, or a table and version
 * @param message for people: what is wrong, and what it means
 */
public record Finding(Kind kind, String place, String message) {

  /** What may be found; all but {@link #UNSEALED} mean that records and tables do not agree. */
  public enum Kind {
    /** An entry is not there, or there twice. */
    MISSING_ENTRY,
    /** An entry does not follow the one before it. */
    BROKEN_LINK,
    /** An entry's content is not what was signed. */
    CHANGED_ENTRY,
    /** A signature is wrong, or by a key that is not trusted. */
    BAD_SIGNATURE,
    /** A chain ends before a head of it that was seen. */
    CUT_CHAIN,
    /** A chain has no closing entry: its run is still going on, or died. */
    UNSEALED,
    /** A table has a commit that nobody entered. */
    COMMIT_WITHOUT_ENTRY,
    /** An entry names a commit that the table does not have. */
    ENTRY_WITHOUT_COMMIT
  }

  /** Whether it may be innocent. */
  public boolean benign() {
    return kind == Kind.UNSEALED;
  }

  @Override
  public String toString() {
    return place + ": " + message;
  }
}
