package io.falaj.training;

import io.falaj.lineage.Fingerprint;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.registry.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Decides whether a model may be promoted, from what it and the baseline did on the gate split. */
public final class PromotionGate {

  private final GateYaml gate;

  public PromotionGate(GateYaml gate) {
    this.gate = gate;
  }

  /** The identity of what is asked for. */
  Fingerprint fingerprint() {
    return Fingerprint.builder("gate")
        .add("metric", gate.metric().text())
        .add("min_improvement", gate.minImprovement())
        .add("min", gate.min())
        .add("max", gate.max())
        .build();
  }

  /**
   * Decides.
   *
   * @param candidate the model on the gate split
   * @param baseline what it must be better than, on the same rows
   * @return promoted, with what was shown; or refused, with everything that was not
   */
  public Decision decide(Evaluation candidate, Evaluation baseline) {
    List<String> shown = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    compare(gate.metric().of(candidate), gate.metric().of(baseline), shown, missed);
    new TreeMap<>(gate.min())
        .forEach((name, least) -> bound(candidate, name, least, 1, shown, missed));
    new TreeMap<>(gate.max())
        .forEach((name, most) -> bound(candidate, name, most, -1, shown, missed));
    return missed.isEmpty()
        ? new Decision(Decision.Verdict.PROMOTED, shown)
        : new Decision(Decision.Verdict.REFUSED, missed);
  }

  private void compare(double candidate, double baseline, List<String> shown, List<String> missed) {
    String name = gate.metric().shown();
    double improvement = gate.metric().improvement(candidate, baseline);
    if (Double.isNaN(improvement)) {
      missed.add(
          ("The %s is not defined on the gate split (the model's is %s, the baseline's %s): its"
                  + " labelled rows are too few or all alike.")
              .formatted(name, number(candidate), number(baseline)));
    } else if (improvement > gate.minImprovement()) {
      shown.add(
          "Its %s on the gate split is %s, the baseline's %s: better by %s, more than the %s asked for."
              .formatted(
                  name,
                  number(candidate),
                  number(baseline),
                  number(improvement),
                  number(gate.minImprovement())));
    } else {
      missed.add(
          "Its %s on the gate split is %s, the baseline's %s: %s, and it must be better by more than %s."
              .formatted(
                  name,
                  number(candidate),
                  number(baseline),
                  improvement == 0
                      ? "no better"
                      : (improvement > 0 ? "better by " : "worse by ")
                          + number(Math.abs(improvement)),
                  number(gate.minImprovement())));
    }
  }

  private static void bound(
      Evaluation candidate,
      String name,
      double bound,
      int direction,
      List<String> shown,
      List<String> missed) {
    GateMetric metric = GateMetric.named(name).orElseThrow();
    double value = metric.of(candidate);
    String asked = (direction > 0 ? "at least " : "at most ") + number(bound);
    if (direction * (value - bound) >= 0) {
      shown.add(
          "Its %s on the gate split is %s, %s as asked for."
              .formatted(metric.shown(), number(value), asked));
    } else {
      missed.add(
          "Its %s on the gate split is %s, and must be %s."
              .formatted(metric.shown(), number(value), asked));
    }
  }

  /** Enough digits to tell close models apart. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "not defined";
    }
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
