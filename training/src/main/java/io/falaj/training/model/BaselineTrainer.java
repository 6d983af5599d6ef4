package io.falaj.training.model;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.Activation;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.parallel.TrainingRows;
import io.falaj.training.preprocess.BlockEncoder;
import io.falaj.training.preprocess.Preprocessing;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Spark MLlib's logistic regression on the blocks that the network is trained on. */
public final class BaselineTrainer {

  /** Logistic regression is a network without hidden layers. */
  public static final NetworkSpec NETWORK = new NetworkSpec(List.of(), Activation.RELU, 0);

  private static final String LABEL = "label";
  private static final String FEATURES = "features";
  private static final int ITERATIONS = 40;
  private static final double RIDGE = 1e-4;
  private static final double TOLERANCE = 1e-5;

  /**
   * Coefficients are kept to this unit: finer than they are known, coarser than what another order
   * of MLlib's sums changes.
   */
  private static final double UNIT = 1e-5;

  private final int partitions;

  /** MLlib is to sum in so many parts. */
  public BaselineTrainer(int partitions) {
    this.partitions = partitions;
  }

  /**
   * Fits: a weight for each slot, and the intercept.
   *
   * @throws FalajException.DataRefused if there are no rows to fit
   */
  public Parameters train(TrainingRows rows, Preprocessing preprocessing) {
    StructType schema = rows.rows().schema();
    StructType vectors =
        new StructType().add(LABEL, DataTypes.DoubleType).add(FEATURES, SQLDataTypes.VectorType());
    Dataset<Row> encoded =
        rows.fit()
            .coalesce(partitions)
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) part -> new Encoded(part, schema, preprocessing),
                Encoders.row(vectors))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (encoded.isEmpty()) {
        throw new FalajException.DataRefused(
            "There are no rows with a label to fit on. Check the training set's fit interval.");
      }
      LogisticRegressionModel model =
          new LogisticRegression()
              .setLabelCol(LABEL)
              .setFeaturesCol(FEATURES)
              .setStandardization(false)
              .setRegParam(RIDGE)
              .setMaxIter(ITERATIONS)
              .setTol(TOLERANCE)
              .fit(encoded);
      double[] coefficients = model.coefficients().toArray();
      float[] parameters = new float[coefficients.length + 1];
      for (int i = 0; i < coefficients.length; i++) {
        parameters[i] = rounded(coefficients[i]);
      }
      parameters[coefficients.length] = rounded(model.intercept());
      return Parameters.of(parameters);
    } finally {
      encoded.unpersist();
    }
  }

  private static float rounded(double coefficient) {
    return (float) (Math.rint(coefficient / UNIT) * UNIT);
  }

  /** Rows as MLlib takes them. */
  private static final class Encoded implements Iterator<Row> {
    private static final int ROWS = 1024;

    private final Iterator<Row> rows;
    private final BlockEncoder encoder;
    private final int label;
    private final double[] labels = new double[ROWS];
    private final float[] block;
    private int count;
    private int next;

    Encoded(Iterator<Row> rows, StructType schema, Preprocessing preprocessing) {
      this.rows = rows;
      this.encoder = new BlockEncoder(preprocessing, schema, ROWS);
      this.label = schema.fieldIndex(TrainingRows.LABEL);
      this.block = new float[ROWS * encoder.width()];
    }

    @Override
    public boolean hasNext() {
      if (next == count && rows.hasNext()) {
        while (!encoder.full() && rows.hasNext()) {
          Row row = rows.next();
          labels[encoder.rows()] = row.getDouble(label);
          encoder.add(row);
        }
        count = encoder.encode(block);
        next = 0;
      }
      return next < count;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      int width = encoder.width();
      double[] features = new double[width];
      for (int i = 0; i < width; i++) {
        features[i] = block[next * width + i];
      }
      return RowFactory.create(labels[next++], Vectors.dense(features));
    }
  }
}
