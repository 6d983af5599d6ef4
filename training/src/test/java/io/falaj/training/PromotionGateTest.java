package io.falaj.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.config.Location;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.evaluation.LabelledScores;
import io.falaj.training.registry.Decision;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromotionGateTest {

  /** Brier scores are easy by hand: 0.01, 0.04 and 0.25. */
  private static final Evaluation GOOD = evaluation(0.9, 0.1);

  private static final Evaluation FAIR = evaluation(0.8, 0.2);
  private static final Evaluation BLIND = evaluation(0.5, 0.5);

  private static Evaluation evaluation(double onTrue, double onFalse) {
    return Evaluation.of(
        LabelledScores.of(new double[] {onTrue, onFalse}, new boolean[] {true, false}), 0.5);
  }

  private static GateYaml gate(
      GateMetric metric, double minImprovement, Map<String, Double> min, Map<String, Double> max) {
    return new GateYaml(metric, minImprovement, min, max, new Location("late.yaml", 1, 1));
  }

  private static Decision decide(
      GateMetric metric, double minImprovement, Evaluation candidate, Evaluation baseline) {
    return new PromotionGate(gate(metric, minImprovement, Map.of(), Map.of()))
        .decide(candidate, baseline);
  }

  @Test
  void aBetterModelIsPromotedWithItsNumbers() {
    Decision decision = decide(GateMetric.BRIER, 0.02, GOOD, FAIR);

    assertThat(decision.verdict()).isEqualTo(Decision.Verdict.PROMOTED);
    assertThat(decision.reasons())
        .containsExactly(
            "Its Brier score on the gate split is 0.01, the baseline's 0.04: better by 0.03, more"
                + " than the 0.02 asked for.");
  }

  @Test
  void aWorseModelIsRefusedWithItsNumbers() {
    Decision decision = decide(GateMetric.BRIER, 0, FAIR, GOOD);

    assertThat(decision.verdict()).isEqualTo(Decision.Verdict.REFUSED);
    assertThat(decision.reasons())
        .containsExactly(
            "Its Brier score on the gate split is 0.04, the baseline's 0.01: worse by 0.03, and it"
                + " must be better by more than 0.");
  }

  @Test
  void anEqualModelIsNoBetter() {
    for (GateMetric metric : GateMetric.values()) {
      Decision decision = decide(metric, 0, GOOD, GOOD);
      assertThat(decision.promoted()).isFalse();
      assertThat(decision.reasons())
          .singleElement()
          .asString()
          .endsWith(": no better, and it must be better by more than 0.");
    }
  }

  @Test
  void betterByJustWhatIsAskedForIsNotMore() {
    // 0.5 and 0.25 have exact halves and quarters in binary.
    double improvement = GateMetric.ROC_AUC.of(GOOD) - GateMetric.ROC_AUC.of(BLIND);

    assertThat(improvement).isEqualTo(0.5);
    assertThat(decide(GateMetric.ROC_AUC, 0.5, GOOD, BLIND).reasons())
        .containsExactly(
            "Its ROC AUC on the gate split is 1, the baseline's 0.5: better by 0.5, and it must be"
                + " better by more than 0.5.");
    assertThat(decide(GateMetric.ROC_AUC, 0.499, GOOD, BLIND).promoted()).isTrue();
  }

  @Test
  void everyMetricKnowsWhichWayIsBetter() {
    for (GateMetric metric : GateMetric.values()) {
      assertThat(decide(metric, 0, GOOD, BLIND).promoted()).as(metric.text()).isTrue();
      assertThat(decide(metric, 0, BLIND, GOOD).promoted()).as(metric.text()).isFalse();
    }
  }

  @Test
  void whatIsNotDefinedIsNotBetter() {
    Evaluation oneLabel =
        Evaluation.of(LabelledScores.of(new double[] {0.9}, new boolean[] {true}), 0.5);
    Evaluation noRows = Evaluation.of(LabelledScores.of(new double[0], new boolean[0]), 0.5);

    assertThat(decide(GateMetric.ROC_AUC, 0, oneLabel, oneLabel).reasons())
        .containsExactly(
            "The ROC AUC is not defined on the gate split (the model's is not defined, the"
                + " baseline's not defined): its labelled rows are too few or all alike.");
    for (GateMetric metric : GateMetric.values()) {
      assertThat(decide(metric, 0, noRows, noRows).promoted()).isFalse();
      assertThat(decide(metric, 0, GOOD, noRows).promoted()).isFalse();
    }
  }

  @Test
  void boundsAreInclusiveAndAllThatIsMissedIsNamed() {
    PromotionGate exact =
        new PromotionGate(
            gate(
                GateMetric.ROC_AUC,
                0,
                Map.of("roc_auc", 1.0),
                Map.of("brier", GateMetric.BRIER.of(GOOD))));
    assertThat(exact.decide(GOOD, BLIND).promoted()).isTrue();
    assertThat(exact.decide(GOOD, BLIND).reasons()).hasSize(3);

    Decision missed = exact.decide(BLIND, GOOD);
    assertThat(missed.reasons())
        .containsExactly(
            "Its ROC AUC on the gate split is 0.5, the baseline's 1: worse by 0.5, and it must be"
                + " better by more than 0.",
            "Its ROC AUC on the gate split is 0.5, and must be at least 1.",
            "Its Brier score on the gate split is 0.25, and must be at most 0.01.");
  }

  @Test
  void aBoundOnWhatIsNotDefinedIsMissed() {
    Evaluation oneLabel =
        Evaluation.of(LabelledScores.of(new double[] {0.9}, new boolean[] {true}), 0.5);
    PromotionGate gate =
        new PromotionGate(gate(GateMetric.LOG_LOSS, 0, Map.of("roc_auc", 0.1), Map.of()));

    assertThat(gate.decide(oneLabel, BLIND).reasons())
        .containsExactly("Its ROC AUC on the gate split is not defined, and must be at least 0.1.");
  }
}
