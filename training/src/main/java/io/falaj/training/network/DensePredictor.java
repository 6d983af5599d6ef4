package io.falaj.training.network;

import java.util.Arrays;

/**
 * Probabilities of blocks of rows. A row's probability has the same bits wherever it stands in
 * whichever block, and on every machine: the sums are taken in the order of the inputs, in float32
 * and in Java, whose arithmetic is the same everywhere. OpenBLAS gives a row other last bits in
 * other places of a matrix with some of its kernels (those for Haswell), and others on other CPUs.
 * A core does 3 to 8 billion multiplications and additions a second. Not safe for several threads.
 */
public final class DensePredictor {

  /** The rows that a block is best made of. */
  public static final int ROWS = 1024;

  private final int inputs;
  private final Activation activation;

  /** Of each layer, the weights that each of its inputs has for the outputs. */
  private final float[][][] weights;

  private final float[][] biases;

  /** The input row, then each layer's output. */
  private final float[][] values;

  public DensePredictor(NetworkSpec spec, int inputs, Parameters parameters) {
    this.inputs = inputs;
    this.activation = spec.activation();
    int[] widths = spec.widths(inputs);
    this.weights = new float[widths.length - 1][][];
    this.biases = new float[widths.length - 1][];
    this.values = new float[widths.length][];
    values[0] = new float[inputs];
    float[] flat = parameters.toArray();
    int at = 0;
    for (int l = 0; l < weights.length; l++) {
      int in = widths[l];
      int out = widths[l + 1];
      weights[l] = new float[in][out];
      for (int j = 0; j < out; j++) {
        for (int i = 0; i < in; i++) {
          weights[l][i][j] = flat[at++];
        }
      }
      biases[l] = Arrays.copyOfRange(flat, at, at + out);
      at += out;
      values[l + 1] = new float[out];
    }
  }

  /**
   * Computes the probabilities of a block.
   *
   * @param block row-major, at least rows × inputs
   * @param rows how many of them are meant
   * @param probabilities where those rows' probabilities go
   */
  public void predict(float[] block, int rows, double[] probabilities) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(block, row * inputs, values[0], 0, inputs);
      for (int l = 0; l < weights.length; l++) {
        float[] out = values[l + 1];
        multiply(values[l], weights[l], out);
        for (int j = 0; j < out.length; j++) {
          out[j] += biases[l][j];
        }
        if (l < weights.length - 1) {
          activate(out);
        }
      }
      probabilities[row] = 1 / (1 + StrictMath.exp(-values[weights.length][0]));
    }
  }

  private static void multiply(float[] in, float[][] weights, float[] out) {
    Arrays.fill(out, 0f);
    int i = 0;
    for (; i + 4 <= in.length; i += 4) {
      addFour(
          in[i],
          in[i + 1],
          in[i + 2],
          in[i + 3],
          weights[i],
          weights[i + 1],
          weights[i + 2],
          weights[i + 3],
          out);
    }
    for (; i < in.length; i++) {
      for (int j = 0; j < out.length; j++) {
        out[j] += in[i] * weights[i][j];
      }
    }
  }

  /** Four inputs at once, one after the other: a loop that the JIT turns into vector code. */
  private static void addFour(
      float a, float b, float c, float d, float[] u, float[] v, float[] w, float[] x, float[] out) {
    for (int j = 0; j < out.length; j++) {
      out[j] = (((out[j] + a * u[j]) + b * v[j]) + c * w[j]) + d * x[j];
    }
  }

  private void activate(float[] out) {
    for (int j = 0; j < out.length; j++) {
      out[j] =
          switch (activation) {
            case RELU -> out[j] < 0 ? 0 : out[j];
            case TANH -> (float) StrictMath.tanh(out[j]);
          };
    }
  }
}
