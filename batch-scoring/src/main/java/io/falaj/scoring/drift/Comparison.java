package io.falaj.scoring.drift;

import io.falaj.scoring.drift.ColumnDrift.Mode;
import io.falaj.scoring.drift.ColumnDrift.Outcome;
import io.falaj.scoring.drift.Signal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is known of a column's two sides before they are measured; leads to one verdict. */
record Comparison(String column, ColumnKind kind, Mode mode, Side reference, Side current) {

  /**
   * One side.
   *
   * @param rows all rows
   * @param values the rows with a usable value
   */
  record Side(long rows, long values) {
    double missingShare() {
      return rows == 0 ? 0 : (double) (rows - values) / rows;
    }
  }

  /** Why the two cannot be compared, if they cannot. */
  Optional<String> obstacle() {
    if (reference.values() == 0) {
      return Optional.of("the reference has no values");
    } else if (current.values() == 0) {
      return Optional.of(current.rows() == 0 ? "there are no rows" : "all values are missing");
    }
    return Optional.empty();
  }

  ColumnDrift notComputable(String reason) {
    List<Signal> signals = signals(0, Kind.OUT_OF_RANGE);
    if (current.values() == 0 && reference.values() > 0) {
      signals.add(new Signal(Kind.EMPTY, 0, 1));
    }
    return result(Outcome.NOT_COMPUTABLE, Optional.of(reason), List.of(), signals, null);
  }

  /**
   * @param findings the deciding one first
   * @param unknown the share of the current values that the reference cannot have: outside its
   *     range, or of a category that it lacks
   */
  ColumnDrift verdict(long minimum, List<Finding> findings, double unknown, Shares shares) {
    List<Signal> signals =
        signals(unknown, kind == ColumnKind.NUMERIC ? Kind.OUT_OF_RANGE : Kind.NEW_CATEGORIES);
    long smaller = Math.min(reference.values(), current.values());
    if (smaller < minimum) {
      String reason = "%d values are fewer than the %d asked for".formatted(smaller, minimum);
      return result(Outcome.TOO_FEW, Optional.of(reason), findings, signals, shares);
    }
    Outcome outcome = findings.get(0).drifted() ? Outcome.DRIFTED : Outcome.STABLE;
    return result(outcome, Optional.empty(), findings, signals, shares);
  }

  private List<Signal> signals(double unknown, Kind ofUnknown) {
    List<Signal> signals = new ArrayList<>();
    if (reference.missingShare() != current.missingShare()) {
      signals.add(new Signal(Kind.NULL_SHARE, reference.missingShare(), current.missingShare()));
    }
    if (unknown > 0) {
      signals.add(new Signal(ofUnknown, 0, unknown));
    }
    return signals;
  }

  private ColumnDrift result(
      Outcome outcome,
      Optional<String> reason,
      List<Finding> findings,
      List<Signal> signals,
      @org.jspecify.annotations.Nullable Shares shares) {
    return new ColumnDrift(
        column,
        kind,
        mode,
        outcome,
        reason,
        findings,
        signals,
        reference.rows(),
        current.rows(),
        shares);
  }
}
