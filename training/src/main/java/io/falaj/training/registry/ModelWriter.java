package io.falaj.training.registry;

import io.falaj.lineage.Artifact;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Environment;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.ModelProvenance;
import io.falaj.lineage.RunContext;
import io.falaj.lineage.Step;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import io.falaj.lineage.signing.SigningKey;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelOrigin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Puts a trained version into the registry: its files, signed, and its rows. */
public final class ModelWriter {

  /**
   * The file with a version's {@link ModelProvenance}; it tells who and when, and is not signed.
   */
  private static final String PROVENANCE = "provenance.json";

  private final Lake lake;
  private final SigningKey key;

  public ModelWriter(Lake lake, SigningKey key) {
    this.lake = lake;
    this.key = key;
  }

  /**
   * Writes the artifacts of one version as part of a step that trains; they are visible once the
   * step commits.
   *
   * @param trainingSet what they learned from
   * @param artifacts of different kinds
   */
  public void write(
      Step step, long version, TableVersion trainingSet, List<ModelArtifact> artifacts) {
    Fingerprint stepKey = Objects.requireNonNull(step.stepKeys().get(DataInterval.WHOLE));
    List<Row> rows =
        artifacts.stream()
            .map(artifact -> VersionTable.row(stored(artifact, version, trainingSet, stepKey)))
            .toList();
    TableSpec table = VersionTable.of(artifacts.get(0).model());
    step.append(table, lake.dataset(rows, table.schema())).commit();
  }

  private ModelVersion stored(
      ModelArtifact artifact, long version, TableVersion trainingSet, Fingerprint stepKey) {
    Instant at = lake.settings().clock().instant();
    ModelOrigin origin = artifact.origin();
    Fingerprint fingerprint = artifact.fingerprint();
    SortedMap<String, String> files = new TreeMap<>();
    artifact.files().forEach((name, bytes) -> files.put(name, store(name, bytes)));
    ModelIdentity identity =
        new ModelIdentity(artifact.model(), version, artifact.kind(), fingerprint);
    String provenance = provenance(identity, origin, trainingSet, at).toJson() + "\n";
    return new ModelVersion(
        artifact.model(),
        version,
        artifact.kind(),
        fingerprint,
        files,
        store(PROVENANCE, provenance.getBytes(StandardCharsets.UTF_8)),
        key.sign(identity.bytes()),
        origin.trainingSetVersion(),
        origin.manifest(),
        origin.features(),
        origin.spec(),
        metrics(artifact, "validation"),
        metrics(artifact, "gate"),
        stepKey,
        lake.run().runId(),
        at);
  }

  private String store(String name, byte[] bytes) {
    Artifact stored = lake.artifacts().write(Zone.MODELS, name, bytes);
    return stored.path();
  }

  private ModelProvenance provenance(
      ModelIdentity identity, ModelOrigin origin, TableVersion trainingSet, Instant at) {
    RunContext run = lake.run();
    return new ModelProvenance(
        identity.model(),
        Long.toString(identity.version()),
        identity.artifact(),
        trainingSet,
        origin.manifest(),
        origin.features(),
        origin.spec(),
        origin.parameters(),
        origin.seed(),
        origin.shards(),
        run.runId(),
        run.parent().orElse(null),
        run.actor(),
        run.codeVersion(),
        Environment.ofThisProcess("UTC"),
        at);
  }

  private static SortedMap<String, Double> metrics(ModelArtifact artifact, String split) {
    Evaluation evaluation = artifact.evaluations().get(split);
    return evaluation == null ? new TreeMap<>() : evaluation.metrics();
  }
}
