package io.falaj.training.model;

import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.network.DensePredictor;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.preprocess.BlockEncoder;
import io.falaj.training.preprocess.Preprocessing;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What scoring ships to tasks. */
record ScoringFunction(
    Preprocessing preprocessing,
    NetworkSpec network,
    Parameters parameters,
    Calibrator calibrator,
    StructType schema)
    implements Serializable {

  /** Fails on the driver rather than in a task when a column is missing. */
  void check() {
    new BlockEncoder(preprocessing, schema, 1).rows();
  }

  Iterator<Row> score(Iterator<Row> rows) {
    return new Scored(rows);
  }

  private final class Scored implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final BlockEncoder encoder =
        new BlockEncoder(preprocessing, schema, DensePredictor.ROWS);
    private final Row[] read = new Row[DensePredictor.ROWS];
    private final float[] block = new float[DensePredictor.ROWS * preprocessing.width()];
    private final double[] probabilities = new double[DensePredictor.ROWS];
    private final DensePredictor predictor =
        new DensePredictor(network, preprocessing.width(), parameters);
    private int count;
    private int next;

    Scored(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (next == count && rows.hasNext()) {
        for (count = 0; count < read.length && rows.hasNext(); count++) {
          read[count] = rows.next();
          encoder.add(read[count]);
        }
        encoder.encode(block);
        predictor.predict(block, count, probabilities);
        next = 0;
      }
      return next < count;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = read[next];
      Object[] values = new Object[row.size() + 1];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }
      values[row.size()] = calibrator.apply(probabilities[next]);
      next++;
      return RowFactory.create(values);
    }
  }
}
