package io.falaj.training.registry;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableVersion;
import io.falaj.training.model.ModelArtifact;
import java.util.List;
import java.util.Optional;

/**
 * A version of a model, loaded: every byte of it is vouched for by a key that is trusted.
 *
 * @param name the model's name
 * @param version from 1
 * @param artifact the model itself
 * @param baseline what was trained beside it for comparison
 * @param trainingSet what it learned from
 * @param signedWith the identifier of the key that signed it
 * @param runId the run that trained it
 */
public record RegisteredModel(
    String name,
    long version,
    ModelArtifact artifact,
    Optional<ModelArtifact> baseline,
    TableVersion trainingSet,
    String signedWith,
    String runId) {

  /** {@code name:version}, as users write it. */
  public String label() {
    return name + ":" + version;
  }

  /** As the input of a step: the version, which lineage follows, and the bytes. */
  public List<StepInput> inputs() {
    return inputs(name, version, artifact.fingerprint());
  }

  /** A version of a model as the input of a step. */
  public static List<StepInput> inputs(String name, long version, Fingerprint artifact) {
    return List.of(
        new StepInput("model", name, Long.toString(version)),
        new StepInput("artifact", name, artifact.hex()));
  }
}
