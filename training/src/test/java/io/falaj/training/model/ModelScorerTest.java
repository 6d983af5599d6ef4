package io.falaj.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.DensePredictor;
import io.falaj.training.preprocess.BlockEncoder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelScorerTest {

  private static final ModelArtifact MODEL = SmallModel.seeded(1);
  private static final List<Row> ROWS = SmallModel.rows(1_025).collectAsList();

  /** Every row by itself, in the first place of a block. */
  private static List<Double> alone() {
    List<Double> probabilities = new ArrayList<>();
    BlockEncoder encoder = new BlockEncoder(MODEL.preprocessing(), ROWS.get(0).schema(), 1);
    float[] block = new float[DensePredictor.ROWS * encoder.width()];
    double[] probability = new double[1];
    DensePredictor predictor =
        new DensePredictor(MODEL.network(), encoder.width(), MODEL.parameters());
    for (Row row : ROWS) {
      encoder.add(row);
      encoder.encode(block);
      predictor.predict(block, 1, probability);
      probabilities.add(MODEL.calibrator().apply(probability[0]));
    }
    return probabilities;
  }

  private static ScoringFunction function() {
    return new ScoringFunction(
        MODEL.preprocessing(),
        MODEL.network(),
        MODEL.parameters(),
        MODEL.calibrator(),
        ROWS.get(0).schema());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_023, 1_024, 1_025})
  void aRowHasTheProbabilityThatItHasAloneWhateverCameWithIt(int count) {
    List<Double> expected = alone();
    Iterator<Row> scored = function().score(ROWS.subList(0, count).iterator());

    for (int i = 0; i < count; i++) {
      Row row = scored.next();
      assertThat(row.getLong(0)).isEqualTo(i);
      assertThat(row.get(2)).isEqualTo(ROWS.get(i).get(2));
      assertThat(row.getDouble(3)).as("row %d", i).isEqualTo(expected.get(i));
    }
    assertThat(scored.hasNext()).isFalse();
    assertThatThrownBy(scored::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void partitionsAndOrderChangeNoBit() {
    List<Double> expected = alone();
    Dataset<Row> rows = SmallModel.rows(1_025);
    ModelScorer scorer = new ModelScorer(MODEL);

    for (Dataset<Row> variant : List.of(rows, rows.repartition(7), rows.orderBy("x"))) {
      List<Row> scored = scorer.score(variant).orderBy("id").collectAsList();
      assertThat(scored).extracting(row -> row.getDouble(3)).isEqualTo(expected);
    }
  }

  @Test
  void rowsStayInTheirOrderWithTheirColumns() {
    Dataset<Row> scored = new ModelScorer(MODEL).score(SmallModel.rows(1_025), "p");

    assertThat(scored.columns()).containsExactly("id", "x", "c", "p");
    assertThat(scored.schema().apply("p").nullable()).isFalse();
    assertThat(scored.collectAsList())
        .extracting(row -> row.getLong(0))
        .isEqualTo(LongStream.range(0, 1_025).boxed().toList());
    assertThat(new ModelScorer(MODEL).score(SmallModel.rows(1)).columns()).endsWith("probability");
  }

  @Test
  void aMissingFeatureIsNamedBeforeAnyRowIsRead() {
    assertThatThrownBy(() -> new ModelScorer(MODEL).score(SmallModel.rows(1).drop("c")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The model reads the feature column 'c', which these rows do not have. Did you mean"
                + " 'x'? Score the rows of the training set's own definition.");
  }
}
