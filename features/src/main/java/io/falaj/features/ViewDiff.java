package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A view's definition against what its tables were made by.
 *
 * @param view its versioned name
 * @param verdict what that means for who reads it
 * @param changes in what it differs
 * @param recomputed what would be made because of it, if anything
 */
public record ViewDiff(
    String view, Verdict verdict, List<ViewChange> changes, Optional<Recomputed> recomputed) {

  public ViewDiff {
    changes = List.copyOf(changes);
  }

  /** What a difference means. */
  public enum Verdict {
    /** The tables are as the definition says. */
    UNCHANGED,
    /** What was read before still means the same. */
    COMPATIBLE,
    /** An earlier release made the tables, and kept no record of what their features meant. */
    UNKNOWN,
    /** A name would mean something else, or nothing: it needs a version of its own. */
    BREAKING,
    /** This version has no tables yet. */
    NEW,
    /** There are tables, and no definition any more. */
    GONE
  }

  /**
   * What would be made.
   *
   * @param tables which tables, of this version or the next
   * @param intervals how many intervals of them
   * @param history from the first of these to the last; nothing where there is none
   * @param rows how many rows of values they have now, or events for another version
   */
  public record Recomputed(
      List<TableName> tables, int intervals, Optional<DataInterval> history, long rows) {
    public Recomputed {
      tables = List.copyOf(tables);
    }
  }
}
