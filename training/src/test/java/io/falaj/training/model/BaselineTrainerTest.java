package io.falaj.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.TestSpark;
import io.falaj.training.network.Parameters;
import io.falaj.training.parallel.TrainingRows;
import io.falaj.training.preprocess.ColumnEncoding;
import io.falaj.training.preprocess.Preprocessing;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BaselineTrainerTest {

  private static final Preprocessing PREPROCESSING =
      Preprocessing.of(
          List.of(
              new ColumnEncoding.Numeric("x", false, 0, false, 0, 1, 8),
              new ColumnEncoding.Numeric("y", false, 0, false, 0.5, 2, 8),
              new ColumnEncoding.Category("c", List.of("0", "1"))));

  private static TrainingRows rows(Dataset<Row> set) {
    return TrainingRows.of(set, List.of("id"), "late", "split", List.of("x", "y", "c"));
  }

  private static Dataset<Row> set() {
    return TestSpark.session()
        .range(0, 1_500, 1, 2)
        .selectExpr("*", "sin(id) as x", "2 * cos(id * id) as y", "cast(id % 3 as string) as c")
        .selectExpr(
            "*",
            "x - 0.6 * y + if(c = '1', 1, -0.5) + 2 * sin(7 * id) > 0 as late",
            "if(id % 5 = 0, 'validation', 'fit') as split");
  }

  @Test
  void theFitIsThatOfPlainGradientDescentOnTheFitRows() {
    Preprocessing numbers = Preprocessing.of(PREPROCESSING.columns().subList(0, 2));

    Parameters fitted = new BaselineTrainer(2).train(rows(set()), numbers);

    double[] expected = descend(set().where("split = 'fit'").select("x", "y", "late"));
    assertThat(fitted.length()).isEqualTo(BaselineTrainer.NETWORK.parameters(2)).isEqualTo(3);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) fitted.toArray()[i]).as("at %d", i).isEqualTo(expected[i], within(1e-3));
    }
  }

  /** The mean log loss plus half of 1e-4 times the squared weights, without the intercept. */
  private static double[] descend(Dataset<Row> fit) {
    List<double[]> rows =
        fit.collectAsList().stream()
            .map(
                row ->
                    new double[] {
                      row.getDouble(0), (row.getDouble(1) - 0.5) / 2, 1, row.getBoolean(2) ? 1 : 0
                    })
            .toList();
    double[] w = new double[3];
    for (int step = 0; step < 3_000; step++) {
      double[] gradient = {1e-4 * w[0], 1e-4 * w[1], 0};
      for (double[] row : rows) {
        double z = w[0] * row[0] + w[1] * row[1] + w[2];
        double error = 1 / (1 + Math.exp(-z)) - row[3];
        for (int i = 0; i < 3; i++) {
          gradient[i] += error * row[i] / rows.size();
        }
      }
      for (int i = 0; i < 3; i++) {
        w[i] -= 2 * gradient[i];
      }
    }
    return w;
  }

  @Test
  void partitionsAndOrderChangeNoBit() {
    Parameters expected = new BaselineTrainer(2).train(rows(set()), PREPROCESSING);

    for (Dataset<Row> other : List.of(set().coalesce(1), set().repartition(7))) {
      assertThat(new BaselineTrainer(2).train(rows(other), PREPROCESSING)).isEqualTo(expected);
    }
  }

  @Test
  void noRowsAreRefused() {
    TrainingRows none = rows(set().where("split = 'validation'"));

    assertThatThrownBy(() -> new BaselineTrainer(2).train(none, PREPROCESSING))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "There are no rows with a label to fit on. Check the training set's fit interval.");
  }
}
