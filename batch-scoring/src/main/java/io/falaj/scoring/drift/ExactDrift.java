package io.falaj.scoring.drift;

import io.falaj.scoring.drift.ColumnDrift.Mode;
import io.falaj.scoring.drift.Comparison.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drift from the values themselves, by Evidently 0.7's definitions and choice of measure. Where we
 * differ: a column without values is not computable instead of an error, the kind of a column is
 * given and not guessed from the current data, and a verdict is claimed only with enough rows and
 * above what chance shows. {@link Finding#beyondThreshold} is Evidently's own verdict.
 */
public final class ExactDrift {

  /** Up to this many values in the reference tests decide, above it distances. */
  private static final int TESTED_UP_TO = 1000;

  /** Numeric columns with at most this many values in the reference are compared as categories. */
  private static final int CATEGORIES_UP_TO = 5;

  private final long minimumRows;

  /**
   * @param minimumRows with fewer values on either side nothing is claimed
   */
  public ExactDrift(long minimumRows) {
    this.minimumRows = minimumRows;
  }

  /** Compares a numeric column. */
  public ColumnDrift compare(String column, NumericSample reference, NumericSample current) {
    Comparison comparison =
        new Comparison(column, ColumnKind.NUMERIC, Mode.EXACT, side(reference), side(current));
    Optional<String> obstacle = comparison.obstacle();
    if (obstacle.isPresent()) {
      return comparison.notComputable(obstacle.get());
    }
    int outside = current.below(reference.min()) + current.size() - current.upTo(reference.max());
    Shares shares = Shares.of(reference, current);
    return comparison.verdict(
        minimumRows,
        numeric(reference, current, shares),
        (double) outside / current.size(),
        shares);
  }

  /** Compares a categorical column. */
  public ColumnDrift compare(String column, CategorySample reference, CategorySample current) {
    Comparison comparison =
        new Comparison(
            column,
            ColumnKind.CATEGORICAL,
            Mode.EXACT,
            new Side(reference.rows(), reference.size()),
            new Side(current.rows(), current.size()));
    Optional<String> obstacle = comparison.obstacle();
    if (obstacle.isPresent()) {
      return comparison.notComputable(obstacle.get());
    }
    Shares shares = Shares.of(reference, current);
    return comparison.verdict(
        minimumRows,
        categorical(reference, current, shares),
        current.unknownShare(reference),
        shares);
  }

  private static Side side(NumericSample sample) {
    return new Side(sample.rows(), sample.size());
  }

  private static List<Finding> numeric(
      NumericSample reference, NumericSample current, Shares shares) {
    if (reference.distinct() <= CATEGORIES_UP_TO) {
      return categorical(counted(reference), counted(current), shares);
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ofArea(
            Wasserstein.normalized(reference, current),
            Wasserstein.expected(reference, current),
            0));
    findings.addAll(distances(shares, reference.size(), current.size()));
    return withTest(
        findings,
        reference.size(),
        Finding.of(Measure.KOLMOGOROV_SMIRNOV, KolmogorovSmirnov.test(reference, current)));
  }

  private static List<Finding> categorical(
      CategorySample reference, CategorySample current, Shares shares) {
    return withTest(
        distances(shares, reference.size(), current.size()),
        reference.size(),
        shares.size() == 2
            ? Finding.of(Measure.PROPORTIONS, CategoryTests.proportions(reference, current))
            : Finding.of(Measure.CHI_SQUARED, CategoryTests.chiSquared(reference, current)));
  }

  /** The distances between shares; the first decides among categories. */
  private static List<Finding> distances(Shares shares, long n, long m) {
    return List.of(
        Finding.ofShares(Measure.JS, shares, n, m, 0),
        Finding.ofShares(Measure.PSI, shares, n, m, 0),
        Finding.ofShares(Measure.KL, shares, n, m, 0));
  }

  private static List<Finding> withTest(List<Finding> distances, long reference, Finding test) {
    List<Finding> findings = new ArrayList<>(distances);
    findings.add(reference <= TESTED_UP_TO ? 0 : findings.size(), test);
    return findings;
  }

  private static CategorySample counted(NumericSample sample) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < sample.size(); i++) {
      values.add(sample.at(i));
    }
    return CategorySample.of(values);
  }
}
