package io.falaj.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The hand-written step computes what DL4J itself computes. */
class Dl4jAgreementTest {

  private static final int INPUTS = 6;
  private static final int ROWS = 64;
  private static final OptimizerSpec PLAIN = new OptimizerSpec(0.01, 1, 0, 0);

  static Stream<Arguments> cases() {
    NetworkSpec relu = new NetworkSpec(List.of(11, 8), Activation.RELU, 0);
    return Stream.of(
        Arguments.of(new NetworkSpec(List.of(), Activation.RELU, 0), PLAIN),
        Arguments.of(relu, PLAIN),
        Arguments.of(new NetworkSpec(List.of(11, 8), Activation.TANH, 0), PLAIN),
        Arguments.of(relu, new OptimizerSpec(0.01, 1, 0.05, 0)),
        Arguments.of(relu, new OptimizerSpec(0.01, 1, 0, 0.1)),
        Arguments.of(relu, new OptimizerSpec(0.002, 1, 0.01, 0.02)));
  }

  private static MultiLayerNetwork dl4j(
      NetworkSpec spec, OptimizerSpec optimizer, Parameters parameters) {
    return Dl4jNetwork.load(
        Dl4jNetwork.configuration(spec, optimizer, INPUTS, 1).toJson(), parameters);
  }

  private static INDArray features(Batch batch) {
    return Nd4j.create(batch.features(), new long[] {batch.capacity(), INPUTS}, 'c');
  }

  private static INDArray labels(Batch batch) {
    return Nd4j.create(batch.labels(), new long[] {batch.capacity(), 1}, 'c');
  }

  private static void assertClose(float[] actual, INDArray expected, double tolerance) {
    assertThat(expected.length()).isEqualTo(actual.length);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i])
          .as("at %d", i)
          .isEqualTo(expected.getFloat(i), within((float) tolerance));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientAndLossAreDl4jsOwn(NetworkSpec spec, OptimizerSpec ignored) {
    Parameters start = InitialParameters.of(spec, INPUTS, 3);
    Batch batch = Batches.random(5, ROWS, ROWS, INPUTS);
    try (DenseStep step = new DenseStep(spec, INPUTS, ROWS, 0)) {
      step.load(start);
      double loss = step.gradient(batch, 0, 1);
      MultiLayerNetwork network = dl4j(spec, PLAIN, start);
      network.setInput(features(batch));
      network.setLabels(labels(batch));
      network.computeGradientAndScore();

      assertThat(loss / ROWS).isEqualTo(network.score(), within(1e-6));
      float[] gradient = new float[start.length()];
      step.gradientMemory().get(gradient);
      assertClose(gradient, network.getFlattenedGradients(), 2e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fiftyStepsEndWhereDl4jsFitEnds(NetworkSpec spec, OptimizerSpec optimizer) {
    Parameters start = InitialParameters.of(spec, INPUTS, 3);
    MultiLayerNetwork network = dl4j(spec, optimizer, start);
    try (DenseStep step = new DenseStep(spec, INPUTS, ROWS, 0);
        AdamOptimizer adam = new AdamOptimizer(optimizer, step)) {
      step.load(start);
      for (int i = 0; i < 50; i++) {
        Batch batch = Batches.random(i, ROWS, ROWS, INPUTS);
        step.gradient(batch, i, 1.0 / ROWS);
        adam.update(0);
        network.fit(new DataSet(features(batch), labels(batch)));
        if (i == 0 || i == 49) {
          assertClose(step.unload().toArray(), network.params(), 1e-5);
        }
      }
      assertThat(step.unload()).isNotEqualTo(start);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predictionsAreDl4jsOutput(NetworkSpec spec, OptimizerSpec optimizer) {
    Parameters parameters = InitialParameters.of(spec, INPUTS, 9);
    Batch batch = Batches.random(6, DensePredictor.ROWS, DensePredictor.ROWS, INPUTS);
    double[] probabilities = new double[DensePredictor.ROWS];
    new DensePredictor(spec, INPUTS, parameters)
        .predict(batch.features(), DensePredictor.ROWS, probabilities);

    INDArray output = dl4j(spec, optimizer, parameters).output(features(batch));
    for (int i = 0; i < probabilities.length; i++) {
      assertThat(probabilities[i]).isEqualTo(output.getDouble(i), within(1e-6));
    }
  }

  @Test
  void dropoutIsTheShareThatIsLeftOutHereAndThatStaysInDl4j() {
    String json =
        Dl4jNetwork.configuration(
                new NetworkSpec(List.of(4, 3), Activation.RELU, 0.2), PLAIN, INPUTS, 1)
            .toJson();

    assertThat(json).contains("\"p\" : 0.8").doesNotContain("\"p\" : 0.2");
  }
}
