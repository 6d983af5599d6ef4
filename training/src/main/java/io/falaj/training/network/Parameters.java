package io.falaj.training.network;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A network's weights and biases, in DL4J's flat order; never changed. */
public final class Parameters implements Serializable {

  private final float[] values;

  private Parameters(float[] values) {
    this.values = values;
  }

  public static Parameters of(float... values) {
    return new Parameters(values.clone());
  }

  /**
   * Reads what {@link #toBytes} gives.
   *
   * @throws IllegalArgumentException if the bytes are no whole number of float32
   */
  public static Parameters ofBytes(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "%d bytes are no whole number of float32".formatted(bytes.length));
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Parameters(values);
  }

  /** Raw float32, little-endian. */
  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  public int length() {
    return values.length;
  }

  /** A copy. */
  public float[] toArray() {
    return values.clone();
  }

  /** Tells replicas apart whose parameters differ in any bit. */
  public long checksum() {
    CRC32C crc = new CRC32C();
    crc.update(toBytes());
    return crc.getValue();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameters that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length + " parameters, checksum " + Long.toHexString(checksum());
  }
}
