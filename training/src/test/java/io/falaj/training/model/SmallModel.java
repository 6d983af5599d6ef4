package io.falaj.training.model;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TestSpark;
import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.evaluation.LabelledScores;
import io.falaj.training.network.Activation;
import io.falaj.training.network.Dl4jNetwork;
import io.falaj.training.network.InitialParameters;
import io.falaj.training.network.NativeRuntime;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.OptimizerSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.parallel.EpochLoss;
import io.falaj.training.preprocess.ColumnEncoding;
import io.falaj.training.preprocess.Preprocessing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A model of two features, and rows for it. */
final class SmallModel {

  static final Preprocessing PREPROCESSING =
      Preprocessing.of(
          List.of(
              new ColumnEncoding.Numeric("x", false, 0.25, true, 0.1, 2, 8),
              new ColumnEncoding.Category("c", List.of("0", "1", "2"))));
  static final NetworkSpec NETWORK = new NetworkSpec(List.of(9, 5), Activation.RELU, 0.2);

  private SmallModel() {}

  static ModelArtifact of(Parameters parameters) {
    NativeRuntime.start();
    LabelledScores gate =
        LabelledScores.of(new double[] {0.2, 0.7, 0.9}, new boolean[] {false, true, true});
    LabelledScores none = LabelledScores.of(new double[0], new boolean[0]);
    return new ModelArtifact(
        "delays",
        ModelKind.NETWORK,
        PREPROCESSING,
        NETWORK,
        parameters,
        Dl4jNetwork.configuration(
                NETWORK, new OptimizerSpec(0.01, 1, 0, 0.1), PREPROCESSING.width(), 3)
            .toJson(),
        new Calibrator.Platt(0.9, -0.1),
        0.4,
        new ModelOrigin(
            "delays",
            "training.delays@3",
            Fingerprint.of("manifest"),
            Fingerprint.of("features"),
            List.of("x", "c"),
            List.of("id"),
            "late",
            Fingerprint.of("spec"),
            3,
            4,
            "Haswell",
            Map.of("epochs", 5, "network", Map.of("hidden", List.of(9, 5)), "rate", 0.01)),
        new TreeMap<>(
            Map.of("gate", Evaluation.of(gate, 0.4), "validation", Evaluation.of(none, 0.4))),
        List.of(new EpochLoss(1, 0.69, 0.68), new EpochLoss(2, 0.5, Double.NaN)));
  }

  static ModelArtifact seeded(long seed) {
    return of(InitialParameters.of(NETWORK, PREPROCESSING.width(), seed));
  }

  /** Every kind of cell: missing numbers, unknown and absent categories. */
  static Dataset<Row> rows(long count) {
    return TestSpark.session()
        .range(0, count, 1, 1)
        .selectExpr(
            "id",
            "if(id % 9 = 0, null, if(id % 11 = 0, double('NaN'), 3 * sin(id))) as x",
            "if(id % 13 = 0, null, cast(id % 5 as string)) as c");
  }
}
