package io.falaj.training.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout masks that depend on (seed, step, row identity, layer, unit) alone, so that they are the
 * same whichever shard or machine the row is on. A kept unit is scaled by 1 / (1 − rate).
 */
final class DropoutMasks {

  private static final int UNITS_PER_DRAW = 4;
  private static final int DRAW_BITS = 16;

  private final int threshold;
  private final float scale;
  private final long seed;
  private float[] mask = new float[0];

  DropoutMasks(double rate, long seed) {
    this.threshold = (int) Math.round(rate * (1 << DRAW_BITS));
    this.scale = (float) (1 / (1 - rate));
    this.seed = seed;
  }

  boolean any() {
    return threshold > 0;
  }

  /** What the gradient that comes down to a hidden layer is multiplied with. */
  double scaleBelow() {
    return any() ? scale : 1.0;
  }

  /** Fills a mask of (rows × units) in 'f' order. */
  void fill(INDArray target, Batch batch, long step, int layer) {
    int rows = target.rows();
    int units = target.columns();
    if (mask.length < rows * units) {
      mask = new float[rows * units];
    }
    long stream = mix(mix(seed ^ 0x9E3779B97F4A7C15L * (step + 1)) + layer);
    for (int unit = 0; unit < units; unit += UNITS_PER_DRAW) {
      long column = mix(stream + unit);
      int last = Math.min(UNITS_PER_DRAW, units - unit);
      for (int row = 0; row < batch.rows(); row++) {
        long draw = mix(column ^ batch.ids()[row]);
        for (int k = 0; k < last; k++) {
          mask[(unit + k) * rows + row] =
              (draw >>> (DRAW_BITS * k) & 0xFFFF) >= threshold ? scale : 0f;
        }
      }
    }
    DenseForward.buffer(target).put(mask, 0, rows * units);
  }

  /** The finalizer of SplitMix64. */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
