package io.falaj.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How good probabilities are on rows whose label is known. Exact, and the same however the rows
 * were ordered or partitioned. What is not defined for the rows (the ROC AUC of one label alone,
 * say) is not a number.
 *
 * @param rows rows with a label
 * @param positiveShare the share whose label is true
 * @param meanProbability the mean prediction
 * @param rocAuc area under the ROC curve
 * @param prAuc average precision
 * @param logLoss mean negative log likelihood, natural, probabilities kept 1e-15 from 0 and 1
 * @param brier mean squared error
 * @param calibrationError expected calibration error over {@code calibration}
 * @param calibration bins of equal mass, ascending
 * @param confusion at the model's threshold
 * @param curves over all thresholds, for drawing
 */
public record Evaluation(
    long rows,
    double positiveShare,
    double meanProbability,
    double rocAuc,
    double prAuc,
    double logLoss,
    double brier,
    double calibrationError,
    List<CalibrationBin> calibration,
    Confusion confusion,
    Curves curves) {

  private static final int BINS = 10;
  private static final double EDGE = 1e-15;

  public Evaluation {
    calibration = List.copyOf(calibration);
  }

  /** Evaluates scores in memory. */
  public static Evaluation of(LabelledScores scores, double threshold) {
    double probabilities = 0;
    double losses = 0;
    double squares = 0;
    for (double p : scores.positives()) {
      probabilities += p;
      losses -= StrictMath.log(Math.max(EDGE, p));
      squares += (1 - p) * (1 - p);
    }
    for (double p : scores.negatives()) {
      probabilities += p;
      losses -= StrictMath.log(Math.max(EDGE, 1 - p));
      squares += p * p;
    }
    double rows = scores.rows();
    List<CalibrationBin> bins = CalibrationBin.equalMass(scores, BINS);
    double gaps = 0;
    for (CalibrationBin bin : bins) {
      gaps += bin.rows() * Math.abs(bin.meanProbability() - bin.positiveShare());
    }
    return new Evaluation(
        scores.rows(),
        scores.positiveShare(),
        probabilities / rows,
        RankMetrics.rocAuc(scores),
        RankMetrics.prAuc(scores),
        losses / rows,
        squares / rows,
        gaps / rows,
        bins,
        Confusion.at(threshold, scores),
        Curves.of(scores));
  }

  /**
   * Evaluates the rows of a dataset that have a label.
   *
   * @param probability the name of a double column
   * @param label the name of a boolean or numeric column
   */
  public static Evaluation of(
      Dataset<Row> scored, String probability, String label, double threshold) {
    return of(LabelledScores.collect(scored, probability, label), threshold);
  }

  /**
   * Evaluates slices: one for each value of a column, null under {@code "null"}. One job for all;
   * the rows' three columns are held in memory.
   */
  public static SortedMap<String, Evaluation> bySlice(
      Dataset<Row> scored, String probability, String label, String slice, double threshold) {
    SortedMap<String, Evaluation> slices = new TreeMap<>();
    Dataset<Row> rows =
        scored
            .where(functions.col(label).isNotNull())
            .select(
                functions.coalesce(functions.col(slice).cast("string"), functions.lit("null")),
                functions.col(probability).cast("double"),
                functions.col(label).cast("boolean"));
    Map<String, List<Row>> bySlice = new LinkedHashMap<>();
    for (Row row : rows.collectAsList()) {
      bySlice.computeIfAbsent(row.getString(0), key -> new ArrayList<>()).add(row);
    }
    bySlice.forEach(
        (value, members) -> {
          double[] probabilities = members.stream().mapToDouble(row -> row.getDouble(1)).toArray();
          boolean[] labels = new boolean[members.size()];
          for (int i = 0; i < labels.length; i++) {
            labels[i] = members.get(i).getBoolean(2);
          }
          slices.put(value, of(LabelledScores.of(probabilities, labels), threshold));
        });
    return slices;
  }

  /** The metrics by name, those that are not defined left out: for events and tables. */
  public SortedMap<String, Double> metrics() {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("rows", (double) rows);
    metrics.put("positive_share", positiveShare);
    metrics.put("mean_probability", meanProbability);
    metrics.put("roc_auc", rocAuc);
    metrics.put("pr_auc", prAuc);
    metrics.put("log_loss", logLoss);
    metrics.put("brier", brier);
    metrics.put("calibration_error", calibrationError);
    metrics.put("precision", confusion.precision());
    metrics.put("recall", confusion.recall());
    metrics.values().removeIf(value -> value.isNaN());
    return metrics;
  }
}
