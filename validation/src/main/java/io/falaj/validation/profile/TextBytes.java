package io.falaj.validation.profile;

import java.nio.ByteOrder;
import org.apache.datasketches.common.ArrayOfItemsSerDe;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.memory.WritableMemory;

/** Writes Spark's texts as {@link ArrayOfStringsSerDe} writes strings, which is what reads them. */
final class TextBytes extends ArrayOfItemsSerDe<HashedText> {

  @Override
  public byte[] serializeToByteArray(HashedText text) {
    return serializeToByteArray(new HashedText[] {text});
  }

  @Override
  public byte[] serializeToByteArray(HashedText[] texts) {
    byte[] bytes = new byte[sizeOf(texts)];
    WritableMemory memory = WritableMemory.writableWrap(bytes, ByteOrder.LITTLE_ENDIAN);
    long at = 0;
    for (HashedText text : texts) {
      memory.putInt(at, text.text().numBytes());
      memory.putByteArray(at + Integer.BYTES, text.text().getBytes(), 0, text.text().numBytes());
      at += sizeOf(text);
    }
    return bytes;
  }

  @Override
  public int sizeOf(HashedText text) {
    return Integer.BYTES + text.text().numBytes();
  }

  @Override
  public HashedText[] deserializeFromMemory(Memory memory, long offset, int count) {
    throw new UnsupportedOperationException("texts are read as strings");
  }

  @Override
  public int sizeOf(Memory memory, long offset, int count) {
    throw new UnsupportedOperationException("texts are read as strings");
  }

  @Override
  public String toString(HashedText text) {
    return text.toString();
  }

  @Override
  public Class<HashedText> getClassOfT() {
    return HashedText.class;
  }
}
