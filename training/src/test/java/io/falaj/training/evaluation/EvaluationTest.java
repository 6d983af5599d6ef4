package io.falaj.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.Json;
import io.falaj.lineage.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {

  @ParameterizedTest
  @CsvSource({"1, 500, 2", "2, 500, 30", "3, 1000, 100000"})
  void meansAreThoseOfTheirDefinitions(long seed, int rows, int levels) {
    RandomScores random = RandomScores.of(seed, rows, levels);
    double sum = 0;
    double loss = 0;
    double squares = 0;
    double positives = 0;
    for (int i = 0; i < rows; i++) {
      double p = random.probabilities()[i];
      double ofLabel = random.labels()[i] ? p : 1 - p;
      sum += p;
      loss -= Math.log(Math.max(1e-15, ofLabel));
      squares += Math.pow(p - random.label(i), 2);
      positives += random.label(i);
    }

    Evaluation evaluation = Evaluation.of(random.scores(), 0.5);

    assertThat(evaluation.rows()).isEqualTo(rows);
    assertThat(evaluation.positiveShare()).isEqualTo(positives / rows);
    assertThat(evaluation.meanProbability()).isEqualTo(sum / rows, within(1e-12));
    assertThat(evaluation.logLoss()).isEqualTo(loss / rows, within(1e-11));
    assertThat(evaluation.brier()).isEqualTo(squares / rows, within(1e-12));
  }

  @Test
  void aWrongCertaintyCostsMuchButNotInfinitelyMuch() {
    LabelledScores wrong = RandomScores.scores(new double[] {0}, new double[] {1});

    assertThat(Evaluation.of(wrong, 0.5).logLoss()).isEqualTo(-Math.log(1e-15), within(1e-9));
    assertThat(Evaluation.of(wrong, 0.5).brier()).isEqualTo(1);
    LabelledScores right = RandomScores.scores(new double[] {1}, new double[] {0});
    assertThat(Evaluation.of(right, 0.5).logLoss()).isEqualTo(0);
  }

  @Test
  void theOrderOfRowsChangesNoBit() {
    RandomScores random = RandomScores.of(7, 2_000, 100_000);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < random.rows(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    double[] probabilities = order.stream().mapToDouble(i -> random.probabilities()[i]).toArray();
    boolean[] labels = new boolean[random.rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.labels()[order.get(i)];
    }

    assertThat(Evaluation.of(LabelledScores.of(probabilities, labels), 0.3))
        .isEqualTo(Evaluation.of(random.scores(), 0.3));
  }

  @Test
  void noRowsGiveNoNumberAndOnlyTheCountAsMetric() {
    Evaluation none = Evaluation.of(RandomScores.scores(new double[0], new double[0]), 0.5);

    assertThat(none.rows()).isZero();
    assertThat(none.logLoss()).isNaN();
    assertThat(none.calibration()).isEmpty();
    assertThat(none.metrics()).isEqualTo(Map.of("rows", 0.0));
  }

  @Test
  void whatIsNotDefinedIsLeftOutOfTheMetrics() {
    Evaluation positives =
        Evaluation.of(RandomScores.scores(new double[] {0.2, 0.6}, new double[0]), 0.9);

    assertThat(positives.metrics())
        .doesNotContainKeys("roc_auc", "precision")
        .containsEntry("recall", 0.0)
        .containsEntry("pr_auc", 1.0);
  }

  @Test
  void notANumberSurvivesJson() {
    Evaluation none = Evaluation.of(RandomScores.scores(new double[0], new double[0]), 0.5);
    Evaluation some = Evaluation.of(RandomScores.of(1, 100, 9).scores(), 0.5);

    assertThat(Json.read(Json.write(none), Evaluation.class)).isEqualTo(none);
    assertThat(Json.read(Json.write(some), Evaluation.class)).isEqualTo(some);
  }

  @Test
  void probabilitiesOutsideTheirBoundsAreRefused() {
    for (double bad : new double[] {-1e-9, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> RandomScores.scores(new double[] {0.5, bad}, new double[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("probabilities must be in [0, 1], not ");
    }
  }

  @Test
  void calibrationErrorIsTheMeanGapOverBins() {
    Evaluation evaluation = Evaluation.of(RandomScores.of(3, 997, 40).scores(), 0.5);
    double gaps = 0;
    for (CalibrationBin bin : evaluation.calibration()) {
      gaps += bin.rows() * Math.abs(bin.meanProbability() - bin.positiveShare());
    }

    assertThat(evaluation.calibrationError()).isEqualTo(gaps / 997, within(1e-12));
  }

  @Test
  void aDatasetGivesTheSameHoweverPartitioned() {
    RandomScores random = RandomScores.of(9, 600, 50);
    Dataset<Row> scored = dataset(random);

    Evaluation expected = Evaluation.of(random.scores(), 0.4);
    for (int partitions : new int[] {1, 3}) {
      assertThat(Evaluation.of(scored.repartition(partitions), "p", "late", 0.4))
          .isEqualTo(expected);
    }
  }

  @Test
  void slicesAreEvaluatedAsIfAloneAndNullIsOne() {
    RandomScores random = RandomScores.of(9, 600, 50);

    SortedMap<String, Evaluation> slices =
        Evaluation.bySlice(dataset(random), "p", "late", "carrier", 0.4);

    assertThat(slices).containsOnlyKeys("0", "1", "null");
    int[] second = rowsOf(1);
    double[] probabilities =
        Arrays.stream(second).mapToDouble(i -> random.probabilities()[i]).toArray();
    boolean[] labels = new boolean[second.length];
    for (int i = 0; i < second.length; i++) {
      labels[i] = random.labels()[second[i]];
    }
    assertThat(slices.get("1"))
        .isEqualTo(Evaluation.of(LabelledScores.of(probabilities, labels), 0.4));
  }

  private static int[] rowsOf(int slice) {
    return java.util.stream.IntStream.range(0, 600).filter(i -> i % 3 == slice).toArray();
  }

  /**
   * The scores, a slice for each remainder by three, the last of them null; and unlabelled rows.
   */
  private static Dataset<Row> dataset(RandomScores random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < random.rows(); i++) {
      rows.add(
          RowFactory.create(
              random.probabilities()[i],
              random.labels()[i] ? 1 : 0,
              i % 3 == 2 ? null : String.valueOf(i % 3)));
      if (i % 10 == 0) {
        rows.add(RowFactory.create(0.99, null, "1"));
      }
    }
    return TestSpark.session()
        .createDataFrame(rows, StructType.fromDDL("p double, late int, carrier string"));
  }
}
