package io.falaj.scoring;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.ColumnKind;
import io.falaj.scoring.drift.Finding;
import io.falaj.scoring.drift.Measure;
import io.falaj.scoring.drift.Shares;
import io.falaj.scoring.drift.Signal;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * {@code monitoring.drift}: one row per model, month and column. The deciding measure stands in
 * columns of its own; a row counts while a current commit of its month carries its step key.
 */
final class DriftTable {

  static final TableName NAME = new TableName(Zone.MONITORING, "drift");

  private static final StructType FINDING =
      new StructType()
          .add("measure", "string")
          .add("value", "double")
          .add("expected", "double")
          .add("noise", "double")
          .add("error_bound", "double")
          .add("effect", "double");

  private static final StructType SIGNAL =
      new StructType().add("kind", "string").add("reference", "double").add("current", "double");

  private static final StructType SCHEMA =
      new StructType()
          .add("model", "string")
          .add(TableSpec.INTERVAL, "string")
          .add("column", "string")
          .add("model_version", "long")
          .add("kind", "string")
          .add("mode", "string")
          .add("outcome", "string")
          .add("reason", "string")
          .add("measure", "string")
          .add("value", "double")
          .add("threshold", "double")
          .add("expected", "double")
          .add("error_bound", "double")
          .add("reference_rows", "long")
          .add("current_rows", "long")
          .add("signals", DataTypes.createArrayType(SIGNAL))
          .add("findings", DataTypes.createArrayType(FINDING))
          .add("labels", DataTypes.createArrayType(DataTypes.StringType))
          .add("edges", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("reference_shares", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("current_shares", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("step_key", "string");

  /** The table. Values come from sketches that draw random bits: its content is not checked. */
  static final TableSpec TABLE =
      TableSpec.of(NAME, SCHEMA)
          .withoutChecksumOf(
              "value",
              "expected",
              "error_bound",
              "outcome",
              "signals",
              "findings",
              "labels",
              "edges",
              "reference_shares",
              "current_shares")
          .describedAs("Drift of each month's features and scores from the training data.");

  private DriftTable() {}

  static Row row(ScoringModel model, DataInterval month, Fingerprint key, ColumnDrift drift) {
    Optional<Finding> deciding = drift.deciding();
    Shares shares = drift.shares();
    return RowFactory.create(
        model.name(),
        month.toString(),
        drift.column(),
        model.version(),
        drift.kind().name(),
        drift.mode().name(),
        drift.outcome().name(),
        drift.reason().orElse(null),
        deciding.map(finding -> finding.measure().name()).orElse(null),
        deciding.map(Finding::value).orElse(null),
        deciding.map(finding -> finding.measure().threshold()).orElse(null),
        deciding.map(Finding::expected).orElse(null),
        deciding.map(Finding::errorBound).orElse(null),
        drift.referenceRows(),
        drift.currentRows(),
        drift.signals().stream()
            .map(s -> RowFactory.create(s.kind().name(), s.reference(), s.current()))
            .toArray(),
        drift.findings().stream().map(DriftTable::finding).toArray(),
        shares == null ? null : shares.labels().toArray(),
        shares == null ? null : shares.edges().toArray(),
        shares == null ? null : shares.reference().toArray(),
        shares == null ? null : shares.current().toArray(),
        key.hex());
  }

  private static Row finding(Finding finding) {
    return RowFactory.create(
        finding.measure().name(),
        finding.value(),
        finding.expected(),
        finding.noise(),
        finding.errorBound(),
        finding.effect().isPresent() ? finding.effect().getAsDouble() : null);
  }

  static ColumnDrift read(Row row) {
    return new ColumnDrift(
        row.getAs("column"),
        ColumnKind.valueOf(row.getAs("kind")),
        ColumnDrift.Mode.valueOf(row.getAs("mode")),
        ColumnDrift.Outcome.valueOf(row.getAs("outcome")),
        Optional.ofNullable(row.getAs("reason")),
        row.<Row>getList(row.fieldIndex("findings")).stream().map(DriftTable::finding).toList(),
        row.<Row>getList(row.fieldIndex("signals")).stream()
            .map(
                s ->
                    new Signal(Signal.Kind.valueOf(s.getString(0)), s.getDouble(1), s.getDouble(2)))
            .toList(),
        row.<Long>getAs("reference_rows"),
        row.<Long>getAs("current_rows"),
        shares(row));
  }

  private static Finding finding(Row row) {
    return new Finding(
        Measure.valueOf(row.getString(0)),
        row.getDouble(1),
        row.getDouble(2),
        row.getDouble(3),
        row.getDouble(4),
        row.isNullAt(5) ? OptionalDouble.empty() : OptionalDouble.of(row.getDouble(5)));
  }

  private static @Nullable Shares shares(Row row) {
    return row.isNullAt(row.fieldIndex("labels"))
        ? null
        : new Shares(
            row.getList(row.fieldIndex("labels")),
            row.getList(row.fieldIndex("edges")),
            row.getList(row.fieldIndex("reference_shares")),
            row.getList(row.fieldIndex("current_shares")));
  }
}
