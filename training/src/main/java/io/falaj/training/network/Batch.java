package io.falaj.training.network;

/** Rows of one step, in arrays of the step's full size that are filled anew for each. */
public final class Batch {

  private final float[] features;
  private final float[] labels;
  private final long[] ids;
  private int rows;

  /** An empty batch with room for {@code capacity} rows of {@code width} slots. */
  public Batch(int capacity, int width) {
    features = new float[capacity * width];
    labels = new float[capacity];
    ids = new long[capacity];
  }

  /** Row-major; rows from {@link #rows} on are finite and otherwise without effect. */
  public float[] features() {
    return features;
  }

  /** 1 or 0. */
  public float[] labels() {
    return labels;
  }

  /** The rows' identities. */
  public long[] ids() {
    return ids;
  }

  public int capacity() {
    return labels.length;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  public void fill(int count) {
    rows = count;
  }
}
