package io.falaj.training.network;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network's forward pass on ND4J, every array allocated once. Always the whole batch is computed,
 * so that what is in a place does not depend on how many rows are meant. Not safe for several
 * threads.
 */
final class DenseForward implements AutoCloseable {

  private final NetworkSpec spec;
  private final int rows;
  private final List<INDArray> owned = new ArrayList<>();
  private final float[] logits;

  /** Input rows, each contiguous: (inputs × rows) in 'f' order. */
  final INDArray input;

  /** All parameters, flat, and each layer's views of them. */
  final INDArray parameters;

  final INDArray[] weights;
  final INDArray[] biases;

  /** Each layer's output, (rows × width) in 'f' order; of the last layer, the logits. */
  final INDArray[] outputs;

  DenseForward(NetworkSpec spec, int inputs, int rows) {
    this.spec = spec;
    this.rows = rows;
    this.logits = new float[rows];
    int[] widths = spec.widths(inputs);
    int layers = widths.length - 1;
    this.input = matrix(inputs, rows);
    this.parameters = own(Nd4j.create(DataType.FLOAT, spec.parameters(inputs)));
    this.weights = new INDArray[layers];
    this.biases = new INDArray[layers];
    this.outputs = new INDArray[layers];
    for (int l = 0; l < layers; l++) {
      outputs[l] = matrix(rows, widths[l + 1]);
    }
    views(parameters, widths, weights, biases);
  }

  /** Cuts a flat array into layers, as DL4J lays them out: weights in 'f' order, then biases. */
  static void views(INDArray flat, int[] widths, INDArray[] weights, INDArray[] biases) {
    long at = 0;
    for (int l = 0; l < weights.length; l++) {
      long in = widths[l];
      long out = widths[l + 1];
      weights[l] = flat.get(NDArrayIndex.interval(at, at + in * out)).reshape('f', in, out);
      at += in * out;
      biases[l] = flat.get(NDArrayIndex.interval(at, at + out)).reshape(1, out);
      at += out;
    }
  }

  INDArray own(INDArray array) {
    owned.add(array);
    return array;
  }

  INDArray matrix(long rows, long columns) {
    return own(Nd4j.create(DataType.FLOAT, new long[] {rows, columns}, 'f'));
  }

  int rows() {
    return rows;
  }

  int layers() {
    return weights.length;
  }

  NetworkSpec spec() {
    return spec;
  }

  void load(float[] values) {
    buffer(parameters).put(values);
  }

  float[] unload() {
    float[] values = new float[Math.toIntExact(parameters.length())];
    buffer(parameters).get(values);
    return values;
  }

  /** An array's memory, from its start. */
  static FloatBuffer buffer(INDArray array) {
    return array.data().asNioFloat();
  }

  /** Layer {@code l}'s product, bias and, if it is hidden, activation. */
  void layer(int l) {
    INDArray z = outputs[l];
    INDArray below = l == 0 ? input : outputs[l - 1];
    Nd4j.gemm(below, weights[l], z, l == 0, false, 1.0, 0.0);
    z.addiRowVector(biases[l]);
    if (l < layers() - 1) {
      if (spec.activation() == Activation.RELU) {
        Nd4j.getExecutioner().exec(new RectifiedLinear(z, z, 0.0));
      } else {
        Nd4j.getExecutioner().exec(new Tanh(z, z));
      }
    }
  }

  /** The last layer's output, in an array that the next call fills anew. */
  float[] logits() {
    buffer(outputs[layers() - 1]).get(logits);
    return logits;
  }

  @Override
  public void close() {
    owned.forEach(INDArray::close);
  }
}
