package io.falaj.training.model;

import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.preprocess.Preprocessing;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Applies a model to rows, in blocks. A row's probability depends on that row alone, to the last
 * bit, however the rows are partitioned or ordered.
 */
public final class ModelScorer {

  /** The column that is added: a double in [0, 1], never null. */
  public static final String PROBABILITY = "probability";

  private final Preprocessing preprocessing;
  private final NetworkSpec network;
  private final Parameters parameters;
  private final Calibrator calibrator;

  public ModelScorer(ModelArtifact model) {
    this(model.preprocessing(), model.network(), model.parameters(), model.calibrator());
  }

  /** Of the parts of a model that is not whole yet. */
  public ModelScorer(
      Preprocessing preprocessing,
      NetworkSpec network,
      Parameters parameters,
      Calibrator calibrator) {
    this.preprocessing = preprocessing;
    this.network = network;
    this.parameters = parameters;
    this.calibrator = calibrator;
  }

  /** The rows with the column {@link #PROBABILITY}. */
  public Dataset<Row> score(Dataset<Row> rows) {
    return score(rows, PROBABILITY);
  }

  /**
   * The rows, in their order, with one more column of probabilities.
   *
   * @param column its name; it must be new
   * @throws io.falaj.lineage.FalajException.Configuration when run, if the rows lack a feature that
   *     the model reads
   */
  public Dataset<Row> score(Dataset<Row> rows, String column) {
    StructType schema = rows.schema();
    StructType scored = schema.add(column, DataTypes.DoubleType, false);
    ScoringFunction function =
        new ScoringFunction(preprocessing, network, parameters, calibrator, schema);
    function.check();
    return rows.mapPartitions(
        (MapPartitionsFunction<Row, Row>) function::score, Encoders.row(scored));
  }
}
