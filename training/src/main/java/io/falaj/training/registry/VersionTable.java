package io.falaj.training.registry;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Scala;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import io.falaj.lineage.signing.Signature;
import java.sql.Timestamp;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table {@code models.<model>}: a row for each version and kind. */
final class VersionTable {

  private static final StructType SCHEMA =
      new StructType()
          .add("version", "long")
          .add("kind", "string")
          .add("artifact", "string")
          .add("files", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))
          .add("training_set", "string")
          .add("manifest", "string")
          .add("features", "string")
          .add("spec", "string")
          .add("validation", DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
          .add("gate", DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
          .add("step_key", "string")
          .add("provenance", "string")
          .add("key_id", "string")
          .add("signature", "string")
          .add("_run_id", "string")
          .add("_computed_at", "timestamp");

  private VersionTable() {}

  static TableName name(String model) {
    return new TableName(Zone.MODELS, model);
  }

  /**
   * Who signed, and the record of who trained when, are no content: they differ by user and run.
   */
  static TableSpec of(String model) {
    return TableSpec.of(name(model), SCHEMA)
        .withoutChecksumOf("provenance", "key_id", "signature")
        .describedAs("The versions of model %s, with signed artifacts.".formatted(model));
  }

  static Row row(ModelVersion version) {
    return RowFactory.create(
        version.version(),
        ModelIdentity.text(version.kind()),
        version.artifact().hex(),
        Scala.map(version.files()),
        version.trainingSet(),
        version.manifest().hex(),
        version.features().hex(),
        version.spec().hex(),
        Scala.map(version.validation()),
        Scala.map(version.gate()),
        version.stepKey().hex(),
        version.provenance(),
        version.signature().keyId(),
        version.signature().base64(),
        version.runId(),
        Timestamp.from(version.computedAt()));
  }

  static ModelVersion parse(String model, Row row) {
    return new ModelVersion(
        model,
        row.<Long>getAs("version"),
        ModelIdentity.kind(row.getAs("kind")),
        new Fingerprint(row.getAs("artifact")),
        sorted(row.getJavaMap(row.fieldIndex("files"))),
        row.getAs("provenance"),
        new Signature(row.getAs("key_id"), row.getAs("signature")),
        row.getAs("training_set"),
        new Fingerprint(row.getAs("manifest")),
        new Fingerprint(row.getAs("features")),
        new Fingerprint(row.getAs("spec")),
        sorted(row.getJavaMap(row.fieldIndex("validation"))),
        sorted(row.getJavaMap(row.fieldIndex("gate"))),
        new Fingerprint(row.getAs("step_key")),
        row.getAs("_run_id"),
        row.<Timestamp>getAs("_computed_at").toInstant());
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return new TreeMap<>(map);
  }
}
