package io.falaj.training.network;

import java.util.SplittableRandom;

/**
 * The parameters that training starts from, in DL4J's flat order (each layer's weights, input by
 * input within an output, then its biases): normal with variance 2 / inputs (He) before a ReLU and
 * 2 / (inputs + outputs) (Glorot) elsewhere; biases 0. The same for a seed on every machine.
 */
public final class InitialParameters {

  private InitialParameters() {}

  public static Parameters of(NetworkSpec spec, int inputs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[spec.parameters(inputs)];
    int[] widths = spec.widths(inputs);
    int at = 0;
    for (int l = 1; l < widths.length; l++) {
      boolean he = l < widths.length - 1 && spec.activation() == Activation.RELU;
      double deviation = Math.sqrt(2.0 / (he ? widths[l - 1] : (double) widths[l - 1] + widths[l]));
      for (int i = 0; i < widths[l - 1] * widths[l]; i++) {
        parameters[at++] = (float) (deviation * gaussian(random));
      }
      at += widths[l];
    }
    return Parameters.of(parameters);
  }

  /** Box and Muller, on Java's strict functions. */
  private static double gaussian(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
