package io.falaj.scoring.drift;

import io.falaj.scoring.drift.ColumnDrift.Mode;
import io.falaj.scoring.drift.Comparison.Side;
import io.falaj.validation.profile.ProfileKind;
import io.falaj.validation.profile.ProfileState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drift from stored profiles: no row is read again. Distances are those of {@link ExactDrift}, each
 * with the bound within which it lies of the exact value; a column whose single values are counted
 * has bound 0. Differences: numbers are decided by the Wasserstein distance whatever the number of
 * rows, since tests need the values; the bins of a binned column are asked of its sketch.
 */
public final class SketchDrift {

  /** Numeric columns with at most this many values in the reference are compared as categories. */
  private static final int CATEGORIES_UP_TO = 5;

  private final long minimumRows;

  /**
   * @param minimumRows with fewer values on either side nothing is claimed
   */
  public SketchDrift(long minimumRows) {
    this.minimumRows = minimumRows;
  }

  /** Compares a column's profiles. */
  public ColumnDrift compare(String column, ProfileState reference, ProfileState current) {
    Comparison comparison =
        new Comparison(column, kind(reference), Mode.SKETCH, side(reference), side(current));
    Optional<String> obstacle = obstacle(comparison, reference, current);
    if (obstacle.isPresent()) {
      return comparison.notComputable(obstacle.get());
    }
    return comparison.kind() == ColumnKind.NUMERIC
        ? numeric(comparison, reference, current)
        : categorical(comparison, reference, current);
  }

  private static ColumnKind kind(ProfileState state) {
    return state.kind() == ProfileKind.NUMBER || state.kind() == ProfileKind.TIME
        ? ColumnKind.NUMERIC
        : ColumnKind.CATEGORICAL;
  }

  private static Side side(ProfileState state) {
    return new Side(state.counts().rows(), state.counts().present());
  }

  private static Optional<String> obstacle(
      Comparison comparison, ProfileState reference, ProfileState current) {
    if (reference.kind() != current.kind()) {
      return Optional.of(
          "its type changed: %s in the reference, %s now"
              .formatted(reference.kind(), current.kind()));
    } else if (reference.kind() == ProfileKind.COUNTS) {
      return Optional.of("of personal data and of nested types only counts are kept");
    }
    return comparison.obstacle();
  }

  private ColumnDrift numeric(Comparison comparison, ProfileState reference, ProfileState current) {
    StepFunction before = StepFunction.of(reference);
    StepFunction now = StepFunction.of(current);
    BinnedProfiles binned = BinnedProfiles.of(reference, current);
    double deviation =
        Math.max(reference.moments().standardDeviation(), Wasserstein.LEAST_DEVIATION);
    double spread = 1.0 / comparison.reference().values() + 1.0 / comparison.current().values();
    Finding area =
        Finding.ofArea(
            before.area(now) / deviation,
            before.integral(before, (f, g) -> Math.sqrt(2 / Math.PI * f * (1 - f) * spread))
                / deviation,
            SketchError.ofArea(before, now, rankError(reference), rankError(current)) / deviation);
    List<Finding> findings = new ArrayList<>();
    findings.add(binned.js(comparison.reference().values(), comparison.current().values()));
    boolean few = reference.hasCategories() && reference.categories().size() <= CATEGORIES_UP_TO;
    findings.add(few ? 1 : 0, area);
    double outside = now.below(reference.moments().min()) + 1 - now.at(reference.moments().max());
    boolean outOfRange =
        current.moments().min() < reference.moments().min()
            || current.moments().max() > reference.moments().max();
    return comparison.verdict(
        minimumRows, findings, outOfRange ? Math.max(0, outside) : 0, binned.drawn());
  }

  /** Counted values have their ranks exactly. */
  private static double rankError(ProfileState state) {
    return state.hasCategories() ? 0 : state.rankError();
  }

  private ColumnDrift categorical(
      Comparison comparison, ProfileState reference, ProfileState current) {
    CountedProfiles counted = CountedProfiles.of(reference, current);
    return comparison.verdict(
        minimumRows,
        List.of(counted.js(comparison.reference().values(), comparison.current().values())),
        counted.unknown(),
        counted.shares());
  }
}
