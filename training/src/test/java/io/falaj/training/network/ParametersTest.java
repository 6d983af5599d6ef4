package io.falaj.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParametersTest {

  private static final NetworkSpec SPEC = new NetworkSpec(List.of(200, 50), Activation.RELU, 0);

  @Test
  void bytesAreLittleEndianFloatsAndReadBackTheSame() {
    Parameters parameters = Parameters.of(1f, -0f, Float.MIN_VALUE, Float.NaN);

    assertThat(parameters.toBytes()).startsWith(0, 0, 0x80, 0x3f, 0, 0, 0, 0x80).hasSize(16);
    assertThat(Parameters.ofBytes(parameters.toBytes())).isEqualTo(parameters);
    assertThatThrownBy(() -> Parameters.ofBytes(new byte[9]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("9 bytes are no whole number of float32");
  }

  @Test
  void nobodyCanChangeThem() {
    float[] values = {1, 2};
    Parameters parameters = Parameters.of(values);
    values[0] = 5;
    parameters.toArray()[1] = 5;

    assertThat(parameters).isEqualTo(Parameters.of(1, 2)).isNotEqualTo(Parameters.of(1, 3));
  }

  @Test
  void theChecksumTellsAnyBitApart() {
    assertThat(Parameters.of(0f).checksum()).isNotEqualTo(Parameters.of(-0f).checksum());
    assertThat(Parameters.of(1f, 2f).checksum()).isNotEqualTo(Parameters.of(2f, 1f).checksum());
  }

  @Test
  void theStartIsSeededAndTheSameOnEveryMachine() {
    Parameters start = InitialParameters.of(SPEC, 100, 42);

    assertThat(InitialParameters.of(SPEC, 100, 42)).isEqualTo(start);
    assertThat(InitialParameters.of(SPEC, 100, 43)).isNotEqualTo(start);
    assertThat(Long.toHexString(start.checksum())).isEqualTo("f02bd81f");
  }

  @Test
  void theStartHasTheVarianceOfHeBeforeReluAndOfGlorotElsewhereAndNoBias() {
    float[] relu = InitialParameters.of(SPEC, 100, 7).toArray();
    float[] tanh =
        InitialParameters.of(new NetworkSpec(List.of(200, 50), Activation.TANH, 0), 100, 7)
            .toArray();

    assertThat(relu).hasSize(100 * 200 + 200 + 200 * 50 + 50 + 50 + 1);
    assertThat(variance(relu, 0, 20_000)).isEqualTo(2.0 / 100, within(0.001));
    assertThat(variance(relu, 20_200, 30_200)).isEqualTo(2.0 / 200, within(0.0006));
    assertThat(variance(tanh, 0, 20_000)).isEqualTo(2.0 / 300, within(0.0004));
    assertThat(variance(relu, 20_000, 20_200)).isZero();
    assertThat(variance(relu, 30_200, 30_250)).isZero();
    assertThat(relu[relu.length - 1]).isZero();
  }

  private static double variance(float[] values, int from, int to) {
    return IntStream.range(from, to)
        .mapToDouble(i -> (double) values[i] * values[i])
        .average()
        .orElseThrow();
  }

  @Test
  void specificationsOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> new NetworkSpec(List.of(4, 0), Activation.RELU, 0))
        .hasMessage("'hidden' must list positive widths, not [4, 0].");
    for (double dropout : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new NetworkSpec(List.of(), Activation.RELU, dropout))
          .hasMessage("'dropout' must be in [0, 1), not " + dropout + ".");
    }
    for (double[] bad :
        new double[][] {{0, 1, 0, 0}, {1, 0, 0, 0}, {1, 1.1, 0, 0}, {1, 1, -1, 0}, {1, 1, 0, -1}}) {
      assertThatThrownBy(() -> new OptimizerSpec(bad[0], bad[1], bad[2], bad[3]))
          .hasMessageStartingWith("'learning_rate' must be positive");
    }
  }

  @Test
  void theRateDecaysWithEveryEpoch() {
    OptimizerSpec spec = new OptimizerSpec(0.1, 0.5, 0, 0);

    assertThat(spec.rate(0)).isEqualTo(0.1);
    assertThat(spec.rate(3)).isEqualTo(0.0125);
    try (DenseStep step = new DenseStep(new NetworkSpec(List.of(), Activation.RELU, 0), 1, 1, 0);
        AdamOptimizer adam = new AdamOptimizer(spec, step)) {
      step.load(Parameters.of(0, 0));
      Batch batch = new Batch(1, 1);
      batch.features()[0] = 1;
      batch.fill(1);
      step.gradient(batch, 0, 1);
      adam.update(3);

      // Adam's first step is as long as the rate, whatever the gradient.
      assertThat(step.unload().toArray()[0]).isEqualTo(-0.0125f, within(1e-6f));
    }
  }
}
