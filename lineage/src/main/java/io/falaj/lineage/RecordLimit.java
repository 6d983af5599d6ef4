package io.falaj.lineage;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text that is cut off where one record takes too much of it: a quote that is never closed would
 * otherwise take a whole file into memory.
 */
final class RecordLimit extends FilterReader {

  /** Characters that a record may have; a little more pass, as many as the parser reads ahead. */
  static final int CHARACTERS = 1 << 26;

  private long sinceRecord;

  RecordLimit(Reader in) {
    super(in);
  }

  /** The parser came to the end of a record. */
  void recordEnded() {
    sinceRecord = 0;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws IOException {
    sinceRecord += read;
    if (sinceRecord > CHARACTERS) {
      throw new IOException(
          "a record has more than %,d characters, as if a quote or a line were not ended"
              .formatted(CHARACTERS));
    }
  }
}
