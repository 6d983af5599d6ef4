package io.falaj.training;

import io.falaj.features.FeatureCatalog;
import io.falaj.features.SourceColumns;
import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Problems;
import io.falaj.training.evaluation.CalibratorKind;
import io.falaj.training.evaluation.ThresholdRule;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.OptimizerSpec;
import io.falaj.training.preprocess.PreprocessingYaml;
import java.util.Map;
import java.util.Optional;

/**
 * What a model is made of, checked.
 *
 * @param name its name, which is also its training set's
 * @param description for people
 * @param trainingSet what it learns from
 * @param preprocessing how features become numbers
 * @param network its layers
 * @param optimizer how its parameters are updated
 * @param training how it is trained
 * @param calibration how probabilities are calibrated
 * @param threshold from which probability on a row is predicted true
 * @param gate when it is promoted
 */
public record ModelSpec(
    String name,
    String description,
    TrainingSetSpec trainingSet,
    PreprocessingYaml preprocessing,
    NetworkSpec network,
    OptimizerSpec optimizer,
    TrainingYaml training,
    CalibratorKind calibration,
    ThresholdRule threshold,
    GateYaml gate) {

  /**
   * The checked specification; what is wrong is added to the problems, with its place. There is
   * none, either, where a view that it takes features of has problems.
   *
   * @param sources what is known of tables; one that is not in it is not checked
   */
  public static Optional<ModelSpec> parse(
      ModelYaml yaml,
      FeatureCatalog catalog,
      Map<TableName, SourceColumns> sources,
      Problems problems) {
    return new ModelChecks(yaml, problems).parse(catalog, sources);
  }

  /**
   * The identity of all that decides the model's bytes: not what people call it, how long replicas
   * wait, or when it is promoted.
   */
  public Fingerprint fingerprint() {
    return Fingerprint.builder("model_spec")
        .add("name", name)
        .add("training_set", trainingSet.fingerprint())
        .add("settings", new ModelSettings(this).ofNetwork())
        .build();
  }
}
