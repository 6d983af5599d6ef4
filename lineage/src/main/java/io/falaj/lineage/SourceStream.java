package io.falaj.lineage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The bytes of a source file, unpacked. */
final class SourceStream {

  /**
   * Stands in text for bytes that are no character of its encoding: none itself, so that no text
   * has it of its own.
   */
  static final char NO_TEXT = '\uFFFF';

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private SourceStream() {}

  /** The text of a source file, unpacked and without a byte order mark. */
  static Reader text(SourceFile file, String encoding, Configuration configuration)
      throws IOException {
    InputStream in = open(file, configuration);
    PushbackReader reader =
        new PushbackReader(
            new InputStreamReader(
                in,
                Charset.forName(encoding)
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith(String.valueOf(NO_TEXT))));
    try {
      int first = reader.read();
      if (first >= 0 && first != BYTE_ORDER_MARK) {
        reader.unread(first);
      }
      return reader;
    } catch (IOException e) {
      reader.close();
      throw unreadable(file, e);
    }
  }

  /** Whether a file is gzipped, by its name. */
  static boolean packed(SourceFile file) {
    return file.name().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  static InputStream open(SourceFile file, Configuration configuration) throws IOException {
    Path path = new Path(file.uri());
    FSDataInputStream raw = storage(path, configuration).open(path);
    if (!packed(file)) {
      return raw;
    }
    try {
      return new GzipMembers(raw, file.size());
    } catch (IOException e) {
      raw.close();
      throw unreadable(file, e);
    }
  }

  /**
   * What a source file is opened by. Of a local file with a colon in its name that is not what
   * Hadoop gives for its place, which looks for a checksum beside it and fails on that one's name.
   */
  static FileSystem storage(Path file, Configuration configuration) throws IOException {
    FileSystem given = file.getFileSystem(configuration);
    return given instanceof ChecksumFileSystem checked && file.getName().indexOf(':') >= 0
        ? checked.getRawFileSystem()
        : given;
  }

  /** Why a record with {@link #NO_TEXT} could not be parsed. */
  static String otherBytes(String encoding) {
    return "it has bytes that are no " + encoding;
  }

  static FalajException unreadable(SourceFile file, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new FalajException.DataRefused(
        "Source file %s cannot be read to its end: %s. It is damaged or cut off; deliver it again."
            .formatted(file.uri(), problem(root)),
        // Not the parser's own exception: it does not survive the way from executor to driver, and
        // the driver would take a damaged file for a fault of ours.
        root);
  }

  private static String problem(Throwable root) {
    String message = root.getMessage();
    if (message != null) {
      return message;
    }
    return root instanceof EOFException ? "it ends too early" : root.getClass().getSimpleName();
  }
}
