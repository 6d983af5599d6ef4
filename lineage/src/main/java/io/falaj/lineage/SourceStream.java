package io.falaj.lineage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The bytes of a source file, unpacked. */
final class SourceStream {

  private SourceStream() {}

  static InputStream open(SourceFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.uri());
    InputStream raw = path.getFileSystem(configuration).open(path);
    if (!file.name().toLowerCase(Locale.ROOT).endsWith(".gz")) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw, 1 << 16);
    } catch (IOException e) {
      raw.close();
      throw unreadable(file, e);
    }
  }

  static FalajException unreadable(SourceFile file, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new FalajException.DataRefused(
        "Source file %s cannot be read to its end: %s. It is damaged or cut off; deliver it again."
            .formatted(file.uri(), root.getMessage()),
        cause);
  }
}
