package io.falaj.training.network;

/**
 * Probabilities of blocks of rows. A row's probability has the same bits wherever it stands in
 * whichever block. Not safe for several threads; close it to free native memory.
 */
public final class DensePredictor implements AutoCloseable {

  /** The rows of a block. */
  public static final int ROWS = 1024;

  private final DenseForward forward;

  public DensePredictor(NetworkSpec spec, int inputs, Parameters parameters) {
    NativeRuntime.start();
    forward = new DenseForward(spec, inputs, ROWS);
    forward.load(parameters.toArray());
  }

  /**
   * Computes the probabilities of a block.
   *
   * @param block row-major, {@link #ROWS} × inputs
   * @param rows how many of them are meant
   * @param probabilities where those rows' probabilities go
   */
  public void predict(float[] block, int rows, double[] probabilities) {
    DenseForward.buffer(forward.input).put(block);
    for (int l = 0; l < forward.layers(); l++) {
      forward.layer(l);
    }
    float[] logits = forward.logits();
    for (int i = 0; i < rows; i++) {
      probabilities[i] = 1 / (1 + StrictMath.exp(-logits[i]));
    }
  }

  @Override
  public void close() {
    forward.close();
  }
}
