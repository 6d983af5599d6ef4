package io.falaj.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DensePredictorTest {

  private static final int INPUTS = 37;
  private static final NetworkSpec SPEC = new NetworkSpec(List.of(50, 19), Activation.RELU, 0.3);
  private static final Parameters PARAMETERS = InitialParameters.of(SPEC, INPUTS, 2);

  @Test
  void aRowHasTheSameBitsAtEveryPlaceAndBesideAnyOthers() {
    int rows = DensePredictor.ROWS;
    float[] row = Arrays.copyOf(Batches.random(1, 1, 1, INPUTS).features(), INPUTS);
    DensePredictor predictor = new DensePredictor(SPEC, INPUTS, PARAMETERS);
    double[] alone = new double[1];
    predictor.predict(row, 1, alone);
    float[] block = new float[rows * INPUTS];
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

  /** Sums in the order of the inputs, each step rounded to float32: what every machine computes. */
  @Test
  void everyBitIsThatOfTheSumInTheOrderOfTheInputs() {
    Random random = new Random(7);
    for (int round = 0; round < 60; round++) {
      List<Integer> hidden = random.ints(round % 3, 1, 40).boxed().toList();
      Activation activation = round % 2 == 0 ? Activation.RELU : Activation.TANH;
      NetworkSpec spec = new NetworkSpec(hidden, activation, 0);
      int inputs = 1 + random.nextInt(12);
      Parameters parameters = InitialParameters.of(spec, inputs, round);
      float[] rows = Batches.random(round, 3, 3, inputs).features();
      double[] probabilities = new double[3];

      new DensePredictor(spec, inputs, parameters).predict(rows, 3, probabilities);

      for (int row = 0; row < 3; row++) {
        float[] values = Arrays.copyOfRange(rows, row * inputs, (row + 1) * inputs);
        float logit = logit(spec, parameters.toArray(), values);
        assertThat(probabilities[row]).isEqualTo(1 / (1 + StrictMath.exp(-logit)));
      }
    }
  }

  private static float logit(NetworkSpec spec, float[] flat, float[] input) {
    int[] widths = spec.widths(input.length);
    float[] below = input;
    int at = 0;
    for (int l = 1; l < widths.length; l++) {
      float[] above = new float[widths[l]];
      for (int j = 0; j < above.length; j++) {
        float sum = 0;
        for (float value : below) {
          sum += value * flat[at++];
        }
        above[j] = sum;
      }
      for (int j = 0; j < above.length; j++) {
        above[j] += flat[at++];
        if (l < widths.length - 1) {
          above[j] =
              spec.activation() == Activation.RELU
                  ? Math.max(0, above[j])
                  : (float) StrictMath.tanh(above[j]);
        }
      }
      below = above;
    }
    return below[0];
  }

  @Test
  void onlyTheRowsThatAreMeantAreGiven() {
    double[] probabilities = {-1, -1, -1};

    new DensePredictor(SPEC, INPUTS, PARAMETERS)
        .predict(new float[DensePredictor.ROWS * INPUTS], 2, probabilities);

    assertThat(probabilities).containsExactly(0.5, 0.5, -1);
  }

  @Test
  void extremeLogitsAreZeroAndOne() {
    NetworkSpec line = new NetworkSpec(List.of(), Activation.RELU, 0);
    double[] probabilities = new double[2];

    new DensePredictor(line, 1, Parameters.of(1, 0))
        .predict(new float[] {2000, -2000}, 2, probabilities);

    assertThat(probabilities).containsExactly(1, 0);
  }
}
