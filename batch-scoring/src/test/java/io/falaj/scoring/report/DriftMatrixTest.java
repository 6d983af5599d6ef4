package io.falaj.scoring.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.scoring.drift.ColumnDrift.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftMatrixTest {

  private static final DriftMatrix MATRIX = DriftMatrix.of(SampleReport.drift());

  @Test
  void columnsAreRankedByTheirWorstMonth() {
    assertThat(MATRIX.rows()).extracting(DriftMatrix.Row::column).startsWith("temperature");
    assertThat(MATRIX.rows().get(0).worst().orElseThrow().month()).isEqualTo("2013-12");
    assertThat(MATRIX.rows().get(0).drifted()).isTrue();
    assertThat(MATRIX.months()).isEqualTo(SampleReport.MONTHS);
  }

  @Test
  void whatElseChangedIsSaidAtItsLargest() {
    DriftMatrix.Row gust =
        MATRIX.rows().stream()
            .filter(row -> row.column().equals("wind_gust"))
            .findFirst()
            .orElseThrow();

    assertThat(gust.signals().replace('\u00A0', ' '))
        .isEqualTo("missing 0.0 % → 100.0 %; no values at all: 100.0 %");
  }

  @Test
  void aColumnThatComesLaterHasNoDriftBefore() {
    List<MonthDrift> months = SampleReport.drift();
    MonthDrift without =
        new MonthDrift(
            "2013-07",
            new io.falaj.scoring.drift.DriftReport(List.of()),
            java.util.Optional.empty());
    DriftMatrix matrix = DriftMatrix.of(List.of(without, months.get(0)));

    assertThat(matrix.rows()).allSatisfy(row -> assertThat(row.months().get(0)).isEmpty());
  }

  @Test
  void modesAreNotMixedSilently() {
    assertThat(MATRIX.anyMode(Mode.EXACT)).isTrue();
    assertThat(MATRIX.anyMode(Mode.SKETCH)).isFalse();
  }
}
