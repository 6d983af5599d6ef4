package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * Sums over all replicas, by recursive doubling: at level k each adds what the rank that differs in
 * bit k has, so that the additions are those of one fixed binary tree over the ranks and every
 * replica ends with the same bits.
 */
final class AllReduce {

  private final Mesh mesh;
  private final Duration patience;
  private ByteBuffer out = buffer(0);
  private ByteBuffer in = buffer(0);

  AllReduce(Mesh mesh, Duration patience) {
    this.mesh = mesh;
    this.patience = patience;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void swap(int level, int bytes) {
    mesh.peer(level).exchange(out.clear().limit(bytes), in.clear().limit(bytes), patience);
    in.flip();
  }

  private int levels() {
    return Integer.numberOfTrailingZeros(mesh.size());
  }

  private void reserve(int bytes) {
    if (out.capacity() < bytes) {
      out = buffer(bytes);
      in = buffer(bytes);
    }
    out.clear();
  }

  /** Replaces values by their sums over the replicas. */
  void sum(float[] values) {
    for (int level = 0; level < levels(); level++) {
      reserve(values.length * Float.BYTES);
      out.asFloatBuffer().put(values);
      swap(level, values.length * Float.BYTES);
      for (int i = 0; i < values.length; i++) {
        values[i] += in.getFloat(i * Float.BYTES);
      }
    }
  }

  /** As {@link #sum(float[])}. */
  void sum(double[] values) {
    for (int level = 0; level < levels(); level++) {
      reserve(values.length * Double.BYTES);
      out.asDoubleBuffer().put(values);
      swap(level, values.length * Double.BYTES);
      for (int i = 0; i < values.length; i++) {
        values[i] += in.getDouble(i * Double.BYTES);
      }
    }
  }

  /**
   * Checks that all replicas have the same value.
   *
   * @throws FalajException.Transient if they do not
   */
  void agree(long value, String what) {
    for (int level = 0; level < levels(); level++) {
      reserve(Long.BYTES);
      out.putLong(0, value);
      swap(level, Long.BYTES);
      if (in.getLong(0) != value) {
        throw new FalajException.Transient(
            ("%s of replica %d differ from those of replica %d: a machine computes wrongly or"
                    + " differently. Training stopped; nothing was kept. Take that machine out.")
                .formatted(what, mesh.rank(), mesh.rank() ^ (1 << level)));
      }
    }
  }
}
