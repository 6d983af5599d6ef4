package io.falaj.scoring;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import io.falaj.training.evaluation.Confusion;
import io.falaj.training.evaluation.Evaluation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * {@code monitoring.performance}: one row per model and month: how its scores turned out. Metrics
 * are null where no label is known yet. A row counts as in {@link DriftTable}.
 */
final class PerformanceTable {

  static final TableName NAME = new TableName(Zone.MONITORING, "performance");

  private static final StructType SCHEMA =
      new StructType()
          .add("model", "string")
          .add(TableSpec.INTERVAL, "string")
          .add("model_version", "long")
          .add("rows", "long")
          .add("labelled", "long")
          .add("positive_share", "double")
          .add("mean_probability", "double")
          .add("roc_auc", "double")
          .add("pr_auc", "double")
          .add("log_loss", "double")
          .add("brier", "double")
          .add("calibration_error", "double")
          .add("threshold", "double")
          .add("true_positives", "long")
          .add("false_positives", "long")
          .add("true_negatives", "long")
          .add("false_negatives", "long")
          .add("step_key", "string");

  static final TableSpec TABLE =
      TableSpec.of(NAME, SCHEMA)
          .describedAs("Realized performance of each month's scores, once labels arrived.");

  private PerformanceTable() {}

  /**
   * A month as stored.
   *
   * @param rows the rows scored
   * @param realized over those whose label is known
   */
  static Row row(
      ScoringModel model, DataInterval month, Fingerprint key, long rows, Evaluation realized) {
    Confusion at = realized.confusion();
    return RowFactory.create(
        model.name(),
        month.toString(),
        model.version(),
        rows,
        realized.rows(),
        known(realized.positiveShare()),
        known(realized.meanProbability()),
        known(realized.rocAuc()),
        known(realized.prAuc()),
        known(realized.logLoss()),
        known(realized.brier()),
        known(realized.calibrationError()),
        at.threshold(),
        at.truePositives(),
        at.falsePositives(),
        at.trueNegatives(),
        at.falseNegatives(),
        key.hex());
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** A metric of a stored row, NaN where it is not known. */
  static double metric(Row row, String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? Double.NaN : row.getDouble(at);
  }
}
