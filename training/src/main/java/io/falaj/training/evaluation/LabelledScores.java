package io.falaj.training.evaluation;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The probabilities of rows whose label is known, by label, each ascending: all that the metrics
 * need. Held in memory, 8 bytes a row.
 */
public final class LabelledScores {

  private final double[] positives;
  private final double[] negatives;

  private LabelledScores(double[] positives, double[] negatives) {
    this.positives = sorted(positives);
    this.negatives = sorted(negatives);
  }

  /** Takes one probability and one label for each row. */
  public static LabelledScores of(double[] probabilities, boolean[] labels) {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    double[] positives = new double[count];
    double[] negatives = new double[labels.length - count];
    int p = 0;
    int n = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i]) {
        positives[p++] = probabilities[i];
      } else {
        negatives[n++] = probabilities[i];
      }
    }
    return new LabelledScores(positives, negatives);
  }

  /**
   * Collects two columns; rows without a label are left out.
   *
   * @param probability the name of a double column without nulls
   * @param label the name of a boolean or numeric column; not 0 is true
   */
  public static LabelledScores collect(Dataset<Row> scored, String probability, String label) {
    return collect(scored, functions.col(probability), functions.col(label));
  }

  private static LabelledScores collect(Dataset<Row> scored, Column probability, Column label) {
    List<double[][]> parts =
        scored
            .where(label.isNotNull())
            .select(probability.cast("double"), label.cast("boolean"))
            .toJavaRDD()
            .mapPartitions(LabelledScores::ofPartition)
            .collect();
    return new LabelledScores(
        parts.stream().flatMapToDouble(part -> Arrays.stream(part[0])).toArray(),
        parts.stream().flatMapToDouble(part -> Arrays.stream(part[1])).toArray());
  }

  private static Iterator<double[][]> ofPartition(Iterator<Row> rows) {
    DoubleStream.Builder positives = DoubleStream.builder();
    DoubleStream.Builder negatives = DoubleStream.builder();
    while (rows.hasNext()) {
      Row row = rows.next();
      (row.getBoolean(1) ? positives : negatives).add(row.getDouble(0));
    }
    return List.<double[][]>of(
            new double[][] {positives.build().toArray(), negatives.build().toArray()})
        .iterator();
  }

  /** The probabilities of the rows whose label is true, ascending; not to be changed. */
  double[] positives() {
    return positives;
  }

  /** Those of the others, likewise. */
  double[] negatives() {
    return negatives;
  }

  /** All probabilities, ascending. */
  double[] all() {
    return DoubleStream.concat(Arrays.stream(positives), Arrays.stream(negatives))
        .sorted()
        .toArray();
  }

  private static double[] sorted(double[] values) {
    double[] copy = values.clone();
    Arrays.sort(copy);
    if (copy.length > 0 && !(copy[0] >= 0 && copy[copy.length - 1] <= 1)) {
      throw new IllegalArgumentException(
          "probabilities must be in [0, 1], not " + copy[0] + " to " + copy[copy.length - 1]);
    }
    return copy;
  }

  public long rows() {
    return (long) positives.length + negatives.length;
  }

  /** The share of positives; not a number when there are no rows. */
  public double positiveShare() {
    return (double) positives.length / rows();
  }

  /** The same rows with other probabilities. */
  public LabelledScores calibrated(Calibrator calibrator) {
    return new LabelledScores(
        Arrays.stream(positives).map(calibrator::apply).toArray(),
        Arrays.stream(negatives).map(calibrator::apply).toArray());
  }
}
