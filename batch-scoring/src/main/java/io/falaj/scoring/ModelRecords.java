package io.falaj.scoring;

import io.falaj.lineage.html.chart.Series.Point;
import io.falaj.scoring.report.EvaluatedModel;
import io.falaj.scoring.report.ModelCard;
import io.falaj.scoring.report.ModelCard.Better;
import io.falaj.scoring.report.ModelCard.Fact;
import io.falaj.scoring.report.ModelCard.Metric;
import io.falaj.scoring.report.TrainingCurves;
import io.falaj.training.evaluation.CalibrationBin;
import io.falaj.training.evaluation.CurvePoint;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelKind;
import io.falaj.training.parallel.EpochLoss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a model's artifact and the gate's decision say of it, as the report shows it. */
final class ModelRecords {

  private static final String GATE = "gate";

  /** Metrics shown, in this order, and which way is better. */
  private static final Map<String, Better> SHOWN =
      Map.of(
          "roc_auc", Better.HIGHER,
          "pr_auc", Better.HIGHER,
          "log_loss", Better.LOWER,
          "brier", Better.LOWER,
          "calibration_error", Better.LOWER);

  private static final List<String> ORDER =
      List.of("roc_auc", "pr_auc", "log_loss", "brier", "calibration_error");

  private final Report.Model model;
  private final ModelArtifact artifact;

  ModelRecords(Report.Model model) {
    this.model = model;
    this.artifact = model.scoring().artifact();
  }

  ModelCard card() {
    return new ModelCard(
        model.scoring().name(),
        model.scoring().version(),
        kind(),
        model.decision(),
        model.reasons(),
        metrics(),
        facts());
  }

  private String kind() {
    if (artifact.kind() == ModelKind.LOGISTIC_REGRESSION) {
      return "Logistic regression, %d inputs".formatted(artifact.preprocessing().width());
    }
    String layers =
        String.join("-", artifact.network().hidden().stream().map(String::valueOf).toList());
    return "DL4J network, %d inputs, hidden layers %s"
        .formatted(artifact.preprocessing().width(), layers);
  }

  private List<Metric> metrics() {
    SortedMap<String, Double> own = metrics(Optional.of(artifact));
    SortedMap<String, Double> other = metrics(model.baseline());
    List<Metric> metrics = new ArrayList<>();
    for (String name : ORDER) {
      if (own.containsKey(name)) {
        metrics.add(
            new Metric(
                label(name),
                own.get(name),
                other.getOrDefault(name, Double.NaN),
                SHOWN.getOrDefault(name, Better.HIGHER)));
      }
    }
    return metrics;
  }

  /** On the gate's rows. */
  private static SortedMap<String, Double> metrics(Optional<ModelArtifact> of) {
    return of.map(a -> a.evaluations().get(GATE)).map(Evaluation::metrics).orElseGet(TreeMap::new);
  }

  private static String label(String metric) {
    return switch (metric) {
      case "roc_auc" -> "ROC AUC";
      case "pr_auc" -> "PR AUC";
      case "log_loss" -> "Log loss";
      case "brier" -> "Brier score";
      case "calibration_error" -> "Calibration error";
      default -> metric;
    };
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Training set", model.scoring().trainingSet().toString()));
    facts.add(new Fact("Features", artifact.origin().features().hex()));
    facts.add(new Fact("Artifact", "sha256 " + artifact.fingerprint().hex()));
    facts.add(new Fact("Threshold", io.falaj.lineage.html.Numbers.fixed(artifact.threshold(), 4)));
    facts.add(new Fact("Calibrator", kindOf(artifact)));
    facts.add(
        new Fact("Seed, shards", artifact.origin().seed() + ", " + artifact.origin().shards()));
    facts.add(new Fact("Kernels", artifact.origin().coreType()));
    facts.add(new Fact("Signed with", model.signedWith()));
    return facts;
  }

  private static String kindOf(ModelArtifact artifact) {
    return artifact.calibrator().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  /** The losses over the epochs; the parameters kept are those of the least validation loss. */
  Optional<TrainingCurves> curves() {
    List<EpochLoss> losses = artifact.losses();
    return losses.stream()
        .min(Comparator.comparingDouble(EpochLoss::validation))
        .map(
            best ->
                new TrainingCurves(
                    losses.stream().map(EpochLoss::training).toList(),
                    losses.stream().map(EpochLoss::validation).toList(),
                    best.epoch()));
  }

  List<EvaluatedModel> evaluations() {
    List<EvaluatedModel> models = new ArrayList<>();
    evaluated("this model", artifact).ifPresent(models::add);
    model.baseline().flatMap(b -> evaluated("baseline", b)).ifPresent(models::add);
    return models;
  }

  private static Optional<EvaluatedModel> evaluated(String name, ModelArtifact model) {
    return Optional.ofNullable(model.evaluations().get(GATE))
        .map(
            gate ->
                new EvaluatedModel(
                    name,
                    gate.rows(),
                    gate.rocAuc(),
                    gate.prAuc(),
                    gate.logLoss(),
                    points(gate.curves().roc()),
                    points(gate.curves().precisionRecall()),
                    gate.calibration().stream().map(ModelRecords::point).toList()));
  }

  private static List<Point> points(List<CurvePoint> curve) {
    return curve.stream().map(point -> new Point(point.x(), point.y())).toList();
  }

  private static Point point(CalibrationBin bin) {
    return new Point(bin.meanProbability(), bin.positiveShare());
  }
}
