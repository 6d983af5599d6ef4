package io.falaj.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DenseStepTest {

  private static final int INPUTS = 5;
  private static final int CAPACITY = 40;
  private static final int ROWS = 33;
  private static final long SEED = 12;

  static Stream<NetworkSpec> networks() {
    return Stream.of(
        new NetworkSpec(List.of(), Activation.RELU, 0),
        new NetworkSpec(List.of(7), Activation.RELU, 0),
        new NetworkSpec(List.of(7, 6), Activation.RELU, 0),
        new NetworkSpec(List.of(7, 6), Activation.TANH, 0),
        new NetworkSpec(List.of(7, 6, 3), Activation.RELU, 0.4),
        new NetworkSpec(List.of(7, 6, 3), Activation.TANH, 0.4));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theGradientIsThatOfNumericDifferentiation(NetworkSpec spec) {
    Parameters start = startOf(spec);
    Batch batch = Batches.random(3, CAPACITY, ROWS, INPUTS);
    List<float[]> masks = spec.dropout() > 0 ? masks(spec, batch, 5) : null;
    PlainNetwork plain = new PlainNetwork(spec, INPUTS);
    double[] parameters =
        IntStream.range(0, start.length()).mapToDouble(i -> start.toArray()[i]).toArray();
    double[] expected = plain.gradient(parameters, batch, masks);

    try (DenseStep step = new DenseStep(spec, INPUTS, CAPACITY, SEED)) {
      step.load(start);
      double loss = step.gradient(batch, 5, 0.25);
      float[] gradient = new float[start.length()];
      step.gradientMemory().get(gradient);

      assertThat(loss).isEqualTo(plain.loss(parameters, batch, masks), within(1e-4));
      for (int i = 0; i < gradient.length; i++) {
        assertThat((double) gradient[i]).as("at %d", i).isEqualTo(0.25 * expected[i], within(2e-5));
      }
      assertThat(step.unload()).as("parameters stay").isEqualTo(start);
      assertThat(step.loss(batch))
          .as("without dropout")
          .isEqualTo(plain.loss(parameters, batch, null), within(1e-4));
    }
  }

  /** Biases too, so that no unit is at its kink. */
  private static Parameters startOf(NetworkSpec spec) {
    float[] start = InitialParameters.of(spec, INPUTS, 4).toArray();
    for (int i = 0; i < start.length; i++) {
      start[i] += 0.05f * (i % 5 - 1.7f);
    }
    return Parameters.of(start);
  }

  private static List<float[]> masks(NetworkSpec spec, Batch batch, long number) {
    DropoutMasks masks = new DropoutMasks(spec.dropout(), SEED);
    List<float[]> layers = new ArrayList<>();
    for (int l = 0; l < spec.hidden().size(); l++) {
      layers.add(mask(masks, spec.hidden().get(l), batch, number, l));
    }
    return layers;
  }

  static float[] mask(DropoutMasks masks, int units, Batch batch, long number, int layer) {
    NativeRuntime.start();
    try (INDArray target = Nd4j.create(DataType.FLOAT, new long[] {batch.capacity(), units}, 'f')) {
      masks.fill(target, batch, number, layer);
      float[] mask = new float[batch.capacity() * units];
      DenseForward.buffer(target).get(mask);
      return mask;
    }
  }

  @Test
  void rowsBeyondTheBatchHaveNoEffect() {
    NetworkSpec spec = new NetworkSpec(List.of(9, 4), Activation.RELU, 0.2);
    Batch few = Batches.random(3, CAPACITY, 7, INPUTS);
    Batch same = Batches.random(3, CAPACITY, 7, INPUTS);
    for (int i = 7; i < CAPACITY; i++) {
      same.labels()[i] = 1 - same.labels()[i];
      same.ids()[i] = i;
      for (int k = 0; k < INPUTS; k++) {
        same.features()[i * INPUTS + k] = 100 * k - i;
      }
    }
    try (DenseStep step = new DenseStep(spec, INPUTS, CAPACITY, SEED)) {
      step.load(startOf(spec));
      float[] first = new float[spec.parameters(INPUTS)];
      float[] second = new float[spec.parameters(INPUTS)];
      double loss = step.gradient(few, 1, 1);
      step.gradientMemory().get(first);
      step.gradient(Batches.random(8, CAPACITY, CAPACITY, INPUTS), 2, 1);

      assertThat(step.gradient(same, 1, 1)).isEqualTo(loss);
      step.gradientMemory().get(second);
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void theLossOfCertainRowsIsFinite() {
    NetworkSpec spec = new NetworkSpec(List.of(), Activation.RELU, 0);
    Batch batch = new Batch(2, 1);
    batch.features()[0] = 1e4f;
    batch.features()[1] = -1e4f;
    batch.labels()[1] = 1;
    batch.fill(2);
    try (DenseStep step = new DenseStep(spec, 1, 2, 0)) {
      step.load(Parameters.of(1f, 0f));

      assertThat(step.gradient(batch, 0, 1)).isEqualTo(2e4);
      assertThat(step.gradientMemory().get(0)).isEqualTo(2e4f);
    }
  }
}
