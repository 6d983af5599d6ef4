package io.falaj.lineage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A gzipped file, unpacked to its end. {@link GZIPInputStream} takes a member whose header is
 * damaged or cut off for the end of the file, and would lose it and all behind it. Zeros behind the
 * last member are let pass, as gzip does: tapes and block devices pad with them.
 */
final class GzipMembers extends GZIPInputStream {

  /** Bytes of a checksum and a length, behind what is packed of a member. */
  private static final int TRAILER = 8;

  private final FSDataInputStream file;
  private final long size;
  private long taken;

  GzipMembers(FSDataInputStream file, long size) throws IOException {
    super(
        new FilterInputStream(file) {
          @Override
          public int available() throws IOException {
            return file.getPos() < size ? 1 : 0; // some storage says what it has at hand, or none
          }
        },
        1 << 16);
    this.file = file;
    this.size = size;
  }

  @Override
  protected void fill() throws IOException {
    super.fill();
    taken = file.getPos();
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int read = super.read(to, offset, length);
    if (read < 0) {
      checkEnd();
    }
    return read;
  }

  private void checkEnd() throws IOException {
    long end = taken - inf.getRemaining() + TRAILER;
    if (end == size) {
      return;
    }
    file.seek(end);
    for (int n = file.read(buf); n >= 0; n = file.read(buf)) {
      for (int i = 0; i < n; i++) {
        if (buf[i] != 0) {
          throw new ZipException("what follows its byte %,d is not in GZIP format".formatted(end));
        }
      }
    }
  }
}
