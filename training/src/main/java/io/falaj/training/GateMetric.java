package io.falaj.training;

import io.falaj.training.evaluation.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A metric that a gate may ask for, as known from {@link Evaluation}. */
public enum GateMetric {
  LOG_LOSS("log loss", false),
  ROC_AUC("ROC AUC", true),
  PR_AUC("PR AUC", true),
  BRIER("Brier score", false);

  private final String shown;
  private final boolean moreIsBetter;

  GateMetric(String shown, boolean moreIsBetter) {
    this.shown = shown;
    this.moreIsBetter = moreIsBetter;
  }

  /** The metric of a name such as {@code roc_auc}. */
  static Optional<GateMetric> named(String text) {
    return Arrays.stream(values()).filter(metric -> metric.text().equals(text)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(GateMetric::text).toList();
  }

  /** Its name in files and tables. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its name in sentences. */
  String shown() {
    return shown;
  }

  /** The value; not a number where it is not defined for the rows. */
  public double of(Evaluation evaluation) {
    return switch (this) {
      case LOG_LOSS -> evaluation.logLoss();
      case ROC_AUC -> evaluation.rocAuc();
      case PR_AUC -> evaluation.prAuc();
      case BRIER -> evaluation.brier();
    };
  }

  /** By how much a value is better than another; negative where it is worse. */
  double improvement(double value, double over) {
    return moreIsBetter ? value - over : over - value;
  }
}
