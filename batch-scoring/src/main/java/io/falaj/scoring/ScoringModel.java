package io.falaj.scoring;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.registry.RegisteredModel;
import java.util.List;

/**
 * A registered version of a model, ready to score.
 *
 * @param name the model's name
 * @param version its version in the registry
 * @param trainingSet the training set at the version that it learned from
 * @param artifact the model itself
 */
public record ScoringModel(
    String name, long version, TableVersion trainingSet, ModelArtifact artifact) {

  /** A version that was loaded from the registry. */
  public static ScoringModel of(RegisteredModel model) {
    return new ScoringModel(model.name(), model.version(), model.trainingSet(), model.artifact());
  }

  /** {@code name:version}, as users write it. */
  public String label() {
    return name + ":" + version;
  }

  /** Where its predictions are. */
  public TableName predictions() {
    return predictions(name);
  }

  /** Where the predictions of all versions of a model are. */
  static TableName predictions(String model) {
    return new TableName(Zone.PREDICTIONS, model);
  }

  /** What makes steps that use it anew when another version does the work. */
  List<StepInput> inputs() {
    return RegisteredModel.inputs(name, version, artifact.fingerprint());
  }

  /**
   * Checks that features mean today what they meant when the model was trained.
   *
   * @param features fingerprint of the feature definitions as configured now
   * @throws FalajException.Configuration if they do not
   */
  void requireFeatures(Fingerprint features) {
    Fingerprint trained = artifact.origin().features();
    if (!trained.equals(features)) {
      throw new FalajException.Configuration(
          ("Model %s was trained on features with fingerprint %s, and the features configured now"
                  + " have %s: its scores would mean nothing. Train again on the new features, or"
                  + " restore the definitions that the model was trained with.")
              .formatted(label(), trained.brief(), features.brief()));
    }
  }
}
