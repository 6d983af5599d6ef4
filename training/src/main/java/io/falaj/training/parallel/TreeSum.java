package io.falaj.training.parallel;

/**
 * Sums vectors that come one after the other, 2^k of them, over the balanced binary tree of their
 * positions: the same additions as {@link AllReduce} makes over ranks.
 */
final class TreeSum {

  private final float[][] stack;
  private int depth;
  private int count;

  /** For at most {@code vectors} vectors. */
  TreeSum(int vectors, int length) {
    this.stack = new float[Integer.numberOfTrailingZeros(vectors) + 2][length];
  }

  /** The array to put the next vector into; call {@link #added} then. */
  float[] next() {
    return stack[depth];
  }

  void added() {
    depth++;
    count++;
    for (int rest = count; (rest & 1) == 0; rest >>>= 1) {
      float[] left = stack[depth - 2];
      float[] right = stack[depth - 1];
      for (int i = 0; i < left.length; i++) {
        left[i] += right[i];
      }
      depth--;
    }
  }

  /** The sum; the next vector begins another one. */
  float[] sum() {
    depth = 0;
    count = 0;
    return stack[0];
  }

  static double sum(double[] values, int from, int to) {
    int middle = (from + to) >>> 1;
    return to - from == 1 ? values[from] : sum(values, from, middle) + sum(values, middle, to);
  }
}
