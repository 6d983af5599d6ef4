package io.falaj.scoring.drift;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one column moved away from the reference.
 *
 * @param column the column's name
 * @param kind how it was compared
 * @param mode exact values, or stored profiles
 * @param outcome the verdict
 * @param reason why there is no verdict, if there is none
 * @param findings the measures, the deciding one first; empty if not computable
 * @param signals what else changed
 * @param referenceRows rows of the reference, missing values included
 * @param currentRows rows now, missing values included
 * @param shares both distributions, for drawing; null if not computable
 */
public record ColumnDrift(
    String column,
    ColumnKind kind,
    Mode mode,
    Outcome outcome,
    Optional<String> reason,
    List<Finding> findings,
    List<Signal> signals,
    long referenceRows,
    long currentRows,
    @Nullable Shares shares) {

  /** Where the values come from: the two are never mixed silently. */
  public enum Mode {
    EXACT,
    SKETCH
  }

  /** What is claimed of a column. */
  public enum Outcome {
    DRIFTED,
    STABLE,
    /** Fewer rows than the minimum: nothing is claimed. */
    TOO_FEW,
    /** There is nothing to compare: see the reason. */
    NOT_COMPUTABLE
  }

  public ColumnDrift {
    findings = List.copyOf(findings);
    signals = List.copyOf(signals);
  }

  /** The measure that decides. */
  public Optional<Finding> deciding() {
    return findings.stream().findFirst();
  }
}
