package io.falaj.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DensePredictorTest {

  private static final int INPUTS = 37;
  private static final NetworkSpec SPEC = new NetworkSpec(List.of(50, 19), Activation.RELU, 0.3);
  private static final Parameters PARAMETERS = InitialParameters.of(SPEC, INPUTS, 2);

  @Test
  void aRowHasTheSameBitsAtEveryPlaceAndBesideAnyOthers() {
    int rows = DensePredictor.ROWS;
    float[] row = Arrays.copyOf(Batches.random(1, 1, 1, INPUTS).features(), INPUTS);
    try (DensePredictor predictor = new DensePredictor(SPEC, INPUTS, PARAMETERS)) {
      double[] alone = new double[1];
      float[] block = new float[rows * INPUTS];
      System.arraycopy(row, 0, block, 0, INPUTS);
      predictor.predict(block, 1, alone);
      double[] all = new double[rows];
      for (int i = 0; i < rows; i++) {
        System.arraycopy(row, 0, block, i * INPUTS, INPUTS);
      }
      predictor.predict(block, rows, all);
      assertThat(all).containsOnly(alone[0]);

      float[] others = Batches.random(2, rows, rows, INPUTS).features();
      for (int place : new int[] {0, 1, 15, 16, 511, 1022, 1023}) {
        float[] mixed = others.clone();
        System.arraycopy(row, 0, mixed, place * INPUTS, INPUTS);
        predictor.predict(mixed, rows, all);
        assertThat(all[place]).isEqualTo(alone[0]);
      }
    }
  }

  @Test
  void onlyTheRowsThatAreMeantAreGiven() {
    double[] probabilities = {-1, -1, -1};
    try (DensePredictor predictor = new DensePredictor(SPEC, INPUTS, PARAMETERS)) {
      predictor.predict(new float[DensePredictor.ROWS * INPUTS], 2, probabilities);
    }

    assertThat(probabilities).containsExactly(0.5, 0.5, -1);
  }

  @Test
  void extremeLogitsAreZeroAndOne() {
    NetworkSpec line = new NetworkSpec(List.of(), Activation.RELU, 0);
    float[] block = new float[DensePredictor.ROWS];
    block[0] = 2000;
    block[1] = -2000;
    double[] probabilities = new double[2];
    try (DensePredictor predictor = new DensePredictor(line, 1, Parameters.of(1, 0))) {
      predictor.predict(block, 2, probabilities);
    }

    assertThat(probabilities).containsExactly(1, 0);
  }
}
