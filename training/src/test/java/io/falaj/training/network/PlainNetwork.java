package io.falaj.training.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The loss of a network in doubles and loops, straight from the definition. */
final class PlainNetwork {

  private final NetworkSpec spec;
  private final int inputs;

  PlainNetwork(NetworkSpec spec, int inputs) {
    this.spec = spec;
    this.inputs = inputs;
  }

  /**
   * The sum of the rows' log losses.
   *
   * @param masks of each hidden layer, at {@code unit × capacity + row}; null without dropout
   */
  double loss(double[] parameters, Batch batch, @Nullable List<float[]> masks) {
    double loss = 0;
    for (int row = 0; row < batch.rows(); row++) {
      double z = logit(parameters, batch, row, masks);
      loss += batch.labels()[row] == 1 ? Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
    }
    return loss;
  }

  private double logit(double[] parameters, Batch batch, int row, @Nullable List<float[]> masks) {
    double[] below = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      below[i] = batch.features()[row * inputs + i];
    }
    int at = 0;
    int[] widths = spec.widths(inputs);
    for (int l = 1; l < widths.length; l++) {
      double[] out = new double[widths[l]];
      int biases = at + widths[l - 1] * widths[l];
      for (int unit = 0; unit < out.length; unit++) {
        out[unit] = parameters[biases + unit];
        for (int i = 0; i < below.length; i++) {
          out[unit] += below[i] * parameters[at + unit * below.length + i];
        }
        if (l < widths.length - 1) {
          out[unit] =
              spec.activation() == Activation.RELU ? Math.max(0, out[unit]) : Math.tanh(out[unit]);
          out[unit] *= masks == null ? 1 : masks.get(l - 1)[unit * batch.capacity() + row];
        }
      }
      at = biases + out.length;
      below = out;
    }
    return below[0];
  }

  /** By central differences. */
  double[] gradient(double[] parameters, Batch batch, @Nullable List<float[]> masks) {
    double step = 1e-6;
    double[] gradient = new double[parameters.length];
    for (int i = 0; i < gradient.length; i++) {
      double at = parameters[i];
      parameters[i] = at + step;
      double above = loss(parameters, batch, masks);
      parameters[i] = at - step;
      gradient[i] = (above - loss(parameters, batch, masks)) / (2 * step);
      parameters[i] = at;
    }
    return gradient;
  }
}
