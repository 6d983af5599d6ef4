package io.falaj.features;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Artifact;
import io.falaj.lineage.Commit;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The manifests of training sets: artifacts, found through the table {@code training.manifests}.
 */
public final class TrainingSets {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8,64}");

  static final TableName TABLE = new TableName(Zone.TRAINING, "manifests");

  private static final TableSpec MANIFESTS =
      TableSpec.of(
              TABLE,
              new StructType()
                  .add("name", "string")
                  .add("step_key", "string")
                  .add("manifest", "string")
                  .add("artifact", "string"))
          .describedAs("Where the manifest of each training set is.");

  private final Lake lake;

  public TrainingSets(Lake lake) {
    this.lake = lake;
  }

  /**
   * The training set that was last committed under a name.
   *
   * @throws FalajException.Configuration if there is none
   */
  public TrainingSet newest(String name) {
    List<Commit> commits = lake.commits(BuildTrainingSet.STEP, name);
    if (commits.isEmpty()) {
      throw new FalajException.Configuration(
          "The lake has no training set '%s'. Run the step training-set first, or mend the name."
              .formatted(name));
    }
    String stepKey = commits.get(0).stepKey().hex();
    List<Row> rows =
        lake.read(MANIFESTS.name())
            .where(col("name").equalTo(name).and(col("step_key").equalTo(stepKey)))
            .select("artifact")
            .collectAsList();
    if (rows.isEmpty()) {
      throw new FalajException.DataRefused(
          "Training set '%s' is committed, but table %s does not tell where its manifest is. Restore that table."
              .formatted(name, MANIFESTS.name()));
    }
    return load(rows.get(rows.size() - 1));
  }

  /**
   * The training set of a manifest.
   *
   * @param manifest the manifest's fingerprint
   * @throws FalajException.DataRefused if the lake does not tell where it is
   */
  public TrainingSet of(Fingerprint manifest) {
    List<Row> rows =
        lake.read(MANIFESTS.name())
            .where(col("manifest").equalTo(manifest.hex()))
            .select("artifact")
            .collectAsList();
    if (rows.isEmpty()) {
      throw new FalajException.DataRefused(
          "Table %s does not tell where the manifest %s is. Restore that table."
              .formatted(MANIFESTS.name(), manifest.brief()));
    }
    return load(rows.get(0));
  }

  private TrainingSet load(Row row) {
    Artifact artifact = Artifact.parse(row.getString(0));
    return TrainingSet.parse(new String(lake.artifacts().read(artifact), StandardCharsets.UTF_8));
  }

  /** Stores what a training set is defined by, and returns where. */
  String record(TrainingSetSpec spec) {
    byte[] yaml = RecordedDefinitions.write(spec).getBytes(StandardCharsets.UTF_8);
    return lake.artifacts().write(Zone.TRAINING, spec.name() + ".yaml", yaml).path();
  }

  /**
   * What a training set was defined by.
   *
   * @throws FalajException.DataRefused if that was not recorded, or cannot be read any more, or
   *     would be computed in another way now
   */
  public TrainingSetSpec definitions(TrainingSet set) {
    if (set.definitions() == null) {
      throw new FalajException.DataRefused(
          "The manifest %s of training set '%s' does not say what it was defined by: an earlier release made it, which recorded less."
              .formatted(set.fingerprint().brief(), set.name()));
    }
    byte[] yaml = lake.artifacts().read(Artifact.parse(set.definitions()));
    TrainingSetSpec spec =
        RecordedDefinitions.read(set.name(), new String(yaml, StandardCharsets.UTF_8));
    int semantics = set.semantics() == null ? 1 : set.semantics();
    if (semantics != BuildTrainingSet.SEMANTICS || !spec.fingerprint().equals(set.definition())) {
      throw new FalajException.DataRefused(
          "Training set '%s' with manifest %s was computed in another way than this release does. Rebuild it with the release that made it."
              .formatted(set.name(), set.fingerprint().brief()));
    }
    return spec;
  }

  /** Whether a text can be an identity; it can be a name all the same. */
  public static boolean isIdentity(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * The training set that an identity names: its manifest's fingerprint, or the first eight digits
   * of it or more.
   *
   * @throws FalajException.Configuration if it names none, or several
   */
  public TrainingSet named(String id) {
    if (!isIdentity(id)) {
      throw new FalajException.Configuration(
          "'%s' is no identity of a training set: give its manifest's fingerprint, or its first 8 digits at least."
              .formatted(id));
    }
    List<Row> rows =
        lake.exists(TABLE)
            ? lake.read(TABLE)
                .where(col("manifest").startsWith(id))
                .select("artifact")
                .distinct()
                .collectAsList()
            : List.of();
    if (rows.isEmpty()) {
      throw new FalajException.Configuration(
          "The lake has no training set whose manifest is %s. ./falaj sql 'select name, manifest from lake.training.manifests' lists them."
              .formatted(id));
    } else if (rows.size() > 1) {
      throw new FalajException.Configuration(
          "%d training sets have a manifest that begins with %s. Give more of its digits."
              .formatted(rows.size(), id));
    }
    return load(rows.get(0));
  }

  /** Stores a manifest before its training set is committed: one that is there is always whole. */
  void add(TrainingSet set) {
    Artifact artifact =
        lake.artifacts()
            .write(
                Zone.TRAINING, set.name() + ".json", set.json().getBytes(StandardCharsets.UTF_8));
    lake.appendBookkeeping(
        MANIFESTS,
        List.of(
            RowFactory.create(
                set.name(), set.stepKey().hex(), set.fingerprint().hex(), artifact.path())));
  }
}
