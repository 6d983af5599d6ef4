package io.falaj.training;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.evaluation.LabelledScores;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelKind;
import io.falaj.training.model.ModelOrigin;
import io.falaj.training.network.Activation;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.parallel.EpochLoss;
import io.falaj.training.preprocess.ColumnEncoding;
import io.falaj.training.preprocess.Preprocessing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Models of one input whose weights are given, not learned. */
public final class SmallModels {

  public static final TableVersion TRAINING_SET =
      TableVersion.of(new TableName(Zone.TRAINING, "late"), 3);

  private SmallModels() {}

  public static ModelArtifact network(float weight) {
    return artifact(ModelKind.NETWORK, weight);
  }

  public static ModelArtifact baseline(float weight) {
    return artifact(ModelKind.LOGISTIC_REGRESSION, weight);
  }

  private static ModelArtifact artifact(ModelKind kind, float weight) {
    Evaluation evaluation =
        Evaluation.of(LabelledScores.of(new double[] {0.2, 0.7}, new boolean[] {false, true}), 0.5);
    return new ModelArtifact(
        "late",
        kind,
        Preprocessing.of(List.of(new ColumnEncoding.Numeric("distance", false, 0, false, 0, 1, 8))),
        new NetworkSpec(List.of(), Activation.RELU, 0),
        Parameters.of(weight, 0f),
        "{}",
        new Calibrator.Platt(1.5, -0.25),
        0.5,
        new ModelOrigin(
            "late",
            TRAINING_SET.toString(),
            Fingerprint.of("manifest"),
            Fingerprint.of("features"),
            List.of("distance"),
            List.of("flight_id"),
            "label",
            Fingerprint.of("spec"),
            42,
            2,
            "Haswell",
            Map.of("epochs", 3)),
        new TreeMap<>(Map.of("gate", evaluation, "validation", evaluation)),
        List.of(new EpochLoss(1, 0.7, 0.65)));
  }
}
