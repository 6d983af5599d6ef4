package io.falaj.training.registry;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import io.falaj.lineage.config.Problems;
import io.falaj.lineage.signing.VerifyKey;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The models of a lake: their versions, and which of them is the champion. A version counts once
 * the step that trained it is committed; whatever is loaded is checked to the last byte.
 */
public final class ModelRegistry {

  /** The step whose commits count the versions of a model: the first is version 1. */
  public static final String TRAIN = "train";

  private final Lake lake;
  private final Vault vault;

  /**
   * @param trusted whose signatures are believed
   */
  public ModelRegistry(Lake lake, Collection<VerifyKey> trusted) {
    this.lake = lake;
    this.vault = new Vault(lake, trusted);
  }

  /** The names of all models that have a version. */
  public List<String> models() {
    return lake.tables().stream()
        .filter(table -> table.zone() == Zone.MODELS)
        .map(TableName::table)
        .filter(name -> !name.endsWith(PromotionTable.SUFFIX) && !committed(name).isEmpty())
        .toList();
  }

  /** What is known of each version of a model, oldest first; nothing is loaded. */
  public List<ModelVersion> versions(String model) {
    return lake.exists(VersionTable.name(model))
        ? rows(model, lake.read(VersionTable.name(model))).stream()
            .filter(version -> version.kind() == ModelKind.NETWORK)
            .toList()
        : List.of();
  }

  /**
   * Loads the version trained last.
   *
   * @throws FalajException.Configuration if there is none
   * @throws FalajException.DataRefused if it is not what a trusted key signed
   */
  public RegisteredModel newest(String model) {
    return load(
        model,
        committed(model).keySet().stream().max(Long::compare).orElseThrow(() -> unknown(model)));
  }

  /**
   * Loads a version.
   *
   * @throws FalajException.Configuration if there is no such version
   * @throws FalajException.DataRefused if it is not what a trusted key signed
   */
  public RegisteredModel version(String model, long version) {
    Map<Long, Fingerprint> committed = committed(model);
    if (committed.isEmpty()) {
      throw unknown(model);
    }
    if (!committed.containsKey(version)) {
      throw new FalajException.Configuration(
          "Model '%s' has no version %d: it has %s. Name one of those."
              .formatted(model, version, committed.keySet().stream().sorted().toList()));
    }
    return load(model, version);
  }

  /**
   * Loads the version that was promoted last; empty while none was.
   *
   * @throws FalajException.DataRefused if it is not what a trusted key signed
   */
  public Optional<RegisteredModel> champion(String model) {
    return promotions(model).champion().map(version -> version(model, version));
  }

  /** The decisions about a model. */
  public PromotionLog promotions(String model) {
    return new PromotionLog(lake, model);
  }

  private RegisteredModel load(String model, long version) {
    TableName table = VersionTable.name(model);
    List<ModelVersion> rows =
        lake.exists(table)
            ? rows(model, lake.read(table).where(col("version").equalTo(version)))
            : List.of();
    ModelVersion own =
        of(rows, ModelKind.NETWORK)
            .orElseThrow(
                () ->
                    new FalajException.DataRefused(
                        ("Version %d of model '%s' is committed, but table %s does not tell where"
                                + " its files are. Restore that table, or train again.")
                            .formatted(version, model, table)));
    ModelArtifact artifact = vault.open(own);
    return new RegisteredModel(
        model,
        version,
        artifact,
        of(rows, ModelKind.LOGISTIC_REGRESSION).map(vault::open),
        trainingSet(artifact),
        own.signature().keyId(),
        own.runId());
  }

  private static Optional<ModelVersion> of(List<ModelVersion> rows, ModelKind kind) {
    return rows.stream().filter(row -> row.kind() == kind).findFirst();
  }

  /** From what was signed, not from the row. */
  private static TableVersion trainingSet(ModelArtifact artifact) {
    String text = artifact.origin().trainingSetVersion();
    int at = text.indexOf('@');
    return TableVersion.of(
        TableName.parse(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
  }

  /** Rows of committed training, oldest version first. */
  private List<ModelVersion> rows(String model, Dataset<Row> rows) {
    Map<Long, Fingerprint> committed = committed(model);
    return rows.collectAsList().stream()
        .map(row -> VersionTable.parse(model, row))
        .filter(version -> version.stepKey().equals(committed.get(version.version())))
        .sorted(Comparator.comparingLong(ModelVersion::version))
        .toList();
  }

  /** What each version computed. */
  private Map<Long, Fingerprint> committed(String model) {
    Map<Long, Fingerprint> committed = new HashMap<>();
    for (Commit commit : lake.commits()) {
      if (commit.step().equals(TRAIN) && commit.output().equals(model)) {
        committed.put(commit.generation(), commit.stepKey());
      }
    }
    return committed;
  }

  private FalajException unknown(String model) {
    return new FalajException.Configuration(
        "The lake has no model '%s'. Run the step train first, or mend the name.%s"
            .formatted(model, Problems.suggest(model, models())));
  }
}
