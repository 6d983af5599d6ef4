package io.falaj.scoring.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.falaj.scoring.drift.ColumnDrift.Outcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftReportTest {

  private static final ExactDrift DRIFT = new ExactDrift(100);
  private static final double[] REFERENCE = Golden.uniform(1, 2000);

  @Test
  void theColumnThatMovedFarthestComesFirst() {
    DriftReport report =
        new DriftReport(List.of(shifted("a", 0.1), shifted("gone", Double.NaN), shifted("b", 0.9)));

    assertThat(report.columns()).extracting(ColumnDrift::column).containsExactly("b", "a", "gone");
  }

  @Test
  void halfOfTheColumnsMakeADriftedDataSetAndEmptyOnesDoNotCount() {
    DriftReport report =
        new DriftReport(
            List.of(
                shifted("a", 0),
                shifted("b", 0.9),
                shifted("x", Double.NaN),
                shifted("y", Double.NaN)));

    assertThat(report.count(Outcome.NOT_COMPUTABLE)).isEqualTo(2);
    assertThat(report.driftedShare()).isEqualTo(0.5);
    assertThat(report.drifted()).isTrue();
  }

  @Test
  void noColumnsNoDrift() {
    assertThat(new DriftReport(List.of()).drifted()).isFalse();
    assertThat(new DriftReport(List.of(shifted("x", Double.NaN))).driftedShare()).isZero();
  }

  @Test
  void equalDistancesAreOrderedByName() {
    DriftReport report = new DriftReport(List.of(shifted("b", 0.3), shifted("a", 0.3)));

    assertThat(report.columns()).extracting(ColumnDrift::column).containsExactly("a", "b");
  }

  @Test
  void falseDiscoveriesAreHeldDown() {
    // Worked example of Benjamini and Hochberg's procedure, n = 5.
    List<Double> adjusted = FalseDiscovery.adjust(List.of(0.01, 0.04, 0.03, 0.005, 0.9));

    List<Double> expected = List.of(0.025, 0.05, 0.05, 0.025, 0.9);
    for (int i = 0; i < 5; i++) {
      assertThat(adjusted.get(i)).isCloseTo(expected.get(i), within(1e-12));
    }
    assertThat(FalseDiscovery.adjust(List.of())).isEmpty();
    assertThat(FalseDiscovery.adjust(List.of(1.0, 1.0))).containsExactly(1.0, 1.0);
  }

  private static ColumnDrift shifted(String column, double by) {
    return DRIFT.compare(
        column,
        NumericSample.of(REFERENCE),
        NumericSample.of(Arrays.stream(REFERENCE).map(x -> x + by).toArray()));
  }
}
