package io.falaj.training.registry;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Scala;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The table {@code models.<model>_promotions}: a row for each decision. */
final class PromotionTable {

  static final String SUFFIX = "_promotions";

  private static final StructType SCHEMA =
      new StructType()
          .add("sequence", "long")
          .add("version", "long")
          .add("artifact", "string")
          .add("verdict", "string")
          .add("reasons", DataTypes.createArrayType(DataTypes.StringType))
          .add("candidate", DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
          .add("baseline", DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType))
          .add("champion_moved", "boolean")
          .add("step_key", "string")
          .add("actor", "string")
          .add("_run_id", "string")
          .add("_computed_at", "timestamp");

  private PromotionTable() {}

  static TableName name(String model) {
    return new TableName(Zone.MODELS, model + SUFFIX);
  }

  /** Who asked is no content. */
  static TableSpec of(String model) {
    return TableSpec.of(name(model), SCHEMA)
        .withoutChecksumOf("actor")
        .describedAs("Decisions about the versions of model %s.".formatted(model));
  }

  static Row row(Promotion promotion) {
    return RowFactory.create(
        promotion.sequence(),
        promotion.version(),
        promotion.artifact().hex(),
        promotion.decision().verdict().text(),
        promotion.decision().reasons().toArray(String[]::new),
        Scala.map(promotion.candidate()),
        Scala.map(promotion.baseline()),
        promotion.moved(),
        promotion.stepKey().hex(),
        promotion.actor(),
        promotion.runId(),
        Timestamp.from(promotion.decidedAt()));
  }

  static Promotion parse(Row row) {
    return new Promotion(
        row.<Long>getAs("sequence"),
        row.<Long>getAs("version"),
        new Fingerprint(row.getAs("artifact")),
        new Decision(
            Decision.Verdict.valueOf(row.<String>getAs("verdict").toUpperCase(Locale.ROOT)),
            row.<String>getList(row.fieldIndex("reasons"))),
        new TreeMap<>(row.<String, Double>getJavaMap(row.fieldIndex("candidate"))),
        new TreeMap<>(row.<String, Double>getJavaMap(row.fieldIndex("baseline"))),
        row.<Boolean>getAs("champion_moved"),
        row.getAs("actor"),
        new Fingerprint(row.getAs("step_key")),
        row.getAs("_run_id"),
        row.<Timestamp>getAs("_computed_at").toInstant());
  }
}
