package io.falaj.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CurvesTest {

  @Test
  void theAreaUnderTheDrawnRocIsThatOfTheMetric() {
    LabelledScores scores = scores(20_000);
    Curves curves = Curves.of(scores);

    assertThat(curves.roc()).hasSize(81).first().isEqualTo(new CurvePoint(0, 0));
    assertThat(curves.roc()).last().isEqualTo(new CurvePoint(1, 1));
    assertThat(area(curves.roc())).isCloseTo(RankMetrics.rocAuc(scores), within(1e-3));
  }

  @Test
  void recallAscendsToAllAndPrecisionEndsAtTheShare() {
    LabelledScores scores = scores(5_000);
    List<CurvePoint> points = Curves.of(scores).precisionRecall();

    assertThat(points).isSortedAccordingTo(java.util.Comparator.comparingDouble(CurvePoint::x));
    assertThat(points.get(points.size() - 1).x()).isEqualTo(1);
    assertThat(points.get(points.size() - 1).y()).isCloseTo(scores.positiveShare(), within(1e-12));
  }

  @Test
  void equalScoresGiveOnePoint() {
    LabelledScores scores =
        LabelledScores.of(new double[] {0.5, 0.5, 0.5}, new boolean[] {true, false, false});

    assertThat(Curves.of(scores).roc()).containsExactly(new CurvePoint(0, 0), new CurvePoint(1, 1));
  }

  @Test
  void oneLabelAloneHasNoCurve() {
    LabelledScores scores = LabelledScores.of(new double[] {0.5}, new boolean[] {true});

    assertThat(Curves.of(scores)).isEqualTo(new Curves(List.of(), List.of()));
    assertThat(Curves.of(LabelledScores.of(new double[0], new boolean[0])).roc()).isEmpty();
  }

  private static LabelledScores scores(int n) {
    Random random = new Random(5);
    double[] probabilities = random.doubles(n).toArray();
    boolean[] labels = new boolean[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextDouble() < probabilities[i];
    }
    return LabelledScores.of(probabilities, labels);
  }

  private static double area(List<CurvePoint> points) {
    double area = 0;
    for (int i = 1; i < points.size(); i++) {
      CurvePoint a = points.get(i - 1);
      CurvePoint b = points.get(i);
      area += (b.x() - a.x()) * (a.y() + b.y()) / 2;
    }
    return area;
  }
}
