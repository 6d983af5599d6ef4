package io.falaj.training.network;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gradients of the log loss by hand on ND4J's primitives, equal to DL4J's own to 1e-6 and several
 * times faster: no copies, no allocation, a product with ones in place of a sum, a step and a
 * product in place of ReLU's derivative. Not safe for several threads.
 */
public final class DenseStep implements AutoCloseable {

  private final DenseForward forward;
  private final DropoutMasks masks;
  private final INDArray ones;
  private final INDArray gradient;
  private final INDArray[] byWeights;
  private final INDArray[] byBiases;
  private final INDArray[] deltas;
  private final INDArray[] kept;
  private final float[] errors;

  /**
   * @param rows the most rows of a batch
   * @param seed of the dropout masks
   */
  public DenseStep(NetworkSpec spec, int inputs, int rows, long seed) {
    NativeRuntime.start();
    forward = new DenseForward(spec, inputs, rows);
    masks = new DropoutMasks(spec.dropout(), seed);
    errors = new float[rows];
    int[] widths = spec.widths(inputs);
    int layers = forward.layers();
    ones = forward.own(Nd4j.ones(DataType.FLOAT, rows, 1));
    gradient = forward.own(Nd4j.create(DataType.FLOAT, spec.parameters(inputs)));
    byWeights = new INDArray[layers];
    byBiases = new INDArray[layers];
    DenseForward.views(gradient, widths, byWeights, byBiases);
    deltas = new INDArray[layers];
    kept = new INDArray[layers];
    for (int l = 0; l < layers; l++) {
      deltas[l] = forward.matrix(rows, widths[l + 1]);
      if (masks.any() && l < layers - 1) {
        kept[l] = forward.matrix(rows, widths[l + 1]);
      }
    }
  }

  /** The parameters' array, flat. */
  INDArray parameters() {
    return forward.parameters;
  }

  INDArray[] weights() {
    return forward.weights;
  }

  /** The last gradient, flat. */
  INDArray gradient() {
    return gradient;
  }

  INDArray[] weightGradients() {
    return byWeights;
  }

  public void load(Parameters parameters) {
    forward.load(parameters.toArray());
  }

  public Parameters unload() {
    return Parameters.of(forward.unload());
  }

  /** The last gradient's memory: what is summed over shards. */
  public FloatBuffer gradientMemory() {
    return DenseForward.buffer(gradient);
  }

  /**
   * Computes the sum over rows of the gradient of the log loss, times {@code scale}.
   *
   * @param step the number of the step, for dropout
   * @return the sum of the rows' losses
   */
  public double gradient(Batch batch, long step, double scale) {
    int layers = forward.layers();
    DenseForward.buffer(forward.input).put(batch.features());
    for (int l = 0; l < layers; l++) {
      forward.layer(l);
      if (masks.any() && l < layers - 1) {
        masks.fill(kept[l], batch, step, l);
        forward.outputs[l].muli(kept[l]);
      }
    }
    double loss = loss(batch, scale);
    for (int l = layers - 1; l >= 0; l--) {
      INDArray below = l == 0 ? forward.input : forward.outputs[l - 1];
      Nd4j.gemm(below, deltas[l], byWeights[l], l > 0, false, 1.0, 0.0);
      Nd4j.gemm(ones, deltas[l], byBiases[l], true, false, 1.0, 0.0);
      if (l > 0) {
        Nd4j.gemm(
            deltas[l], forward.weights[l], deltas[l - 1], false, true, masks.scaleBelow(), 0.0);
        throughActivation(l - 1);
      }
    }
    return loss;
  }

  /** The sum of the rows' losses, without dropout and without a gradient. */
  public double loss(Batch batch) {
    DenseForward.buffer(forward.input).put(batch.features());
    for (int l = 0; l < forward.layers(); l++) {
      forward.layer(l);
    }
    return loss(batch, 0);
  }

  private double loss(Batch batch, double scale) {
    float[] logits = forward.logits();
    double loss = 0;
    for (int i = 0; i < batch.rows(); i++) {
      double z = logits[i];
      double label = batch.labels()[i];
      double small = StrictMath.exp(-Math.abs(z));
      loss += Math.max(z, 0) - z * label + StrictMath.log1p(small);
      double probability = z >= 0 ? 1 / (1 + small) : small / (1 + small);
      errors[i] = (float) ((probability - label) * scale);
    }
    java.util.Arrays.fill(errors, batch.rows(), errors.length, 0f);
    DenseForward.buffer(deltas[deltas.length - 1]).put(errors);
    return loss;
  }

  /** Multiplies by the activation's derivative; the layer's output is not needed any more. */
  private void throughActivation(int l) {
    INDArray output = forward.outputs[l];
    if (forward.spec().activation() == Activation.RELU) {
      Nd4j.getExecutioner().exec(new Step(output, output, 0.0));
    } else {
      if (masks.any()) {
        output.muli(1 / masks.scaleBelow());
        deltas[l].muli(kept[l]).muli(1 / masks.scaleBelow());
      }
      output.muli(output).rsubi(1.0);
    }
    deltas[l].muli(output);
  }

  @Override
  public void close() {
    forward.close();
  }
}
