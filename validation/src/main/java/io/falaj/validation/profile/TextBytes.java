package io.falaj.validation.profile;

import java.nio.ByteOrder;
import org.apache.datasketches.common.ArrayOfItemsSerDe;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.memory.WritableMemory;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes Spark's texts as {@link ArrayOfStringsSerDe} writes strings, which is what reads them. */
final class TextBytes extends ArrayOfItemsSerDe<UTF8String> {

  @Override
  public byte[] serializeToByteArray(UTF8String text) {
    return serializeToByteArray(new UTF8String[] {text});
  }

  @Override
  public byte[] serializeToByteArray(UTF8String[] texts) {
    byte[] bytes = new byte[sizeOf(texts)];
    WritableMemory memory = WritableMemory.writableWrap(bytes, ByteOrder.LITTLE_ENDIAN);
    long at = 0;
    for (UTF8String text : texts) {
      memory.putInt(at, text.numBytes());
      memory.putByteArray(at + Integer.BYTES, text.getBytes(), 0, text.numBytes());
      at += sizeOf(text);
    }
    return bytes;
  }

  @Override
  public int sizeOf(UTF8String text) {
    return Integer.BYTES + text.numBytes();
  }

  @Override
  public UTF8String[] deserializeFromMemory(Memory memory, long offset, int count) {
    throw new UnsupportedOperationException("texts are read as strings");
  }

  @Override
  public int sizeOf(Memory memory, long offset, int count) {
    throw new UnsupportedOperationException("texts are read as strings");
  }

  @Override
  public String toString(UTF8String text) {
    return text.toString();
  }

  @Override
  public Class<UTF8String> getClassOfT() {
    return UTF8String.class;
  }
}
