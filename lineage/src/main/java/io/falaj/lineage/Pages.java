package io.falaj.lineage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** HTML pages about the lake, for people, under {@code _falaj/pages}: always the newest of each. */
public final class Pages {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(-[a-z0-9_]+)*\\.html");

  private final DeltaTables tables;
  private final LakeFormat format;

  Pages(DeltaTables tables, LakeFormat format) {
    this.tables = tables;
    this.format = format;
  }

  /** Whether publishing a page changed anything. */
  public enum Outcome {
    WRITTEN,
    /** The page was there with the same bytes. */
    UNCHANGED
  }

  /**
   * A page.
   *
   * @param location a path where the lake is in the local file system, else a URI
   * @param outcome whether it was written
   */
  public record Published(String location, Outcome outcome) {}

  /**
   * Puts a page in the place of an older one of its name, whole or not at all.
   *
   * @param name small letters, digits, dashes and underscores, and {@code .html}
   * @throws IllegalArgumentException if the name is something else
   */
  public Published publish(String name, byte[] bytes) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a page: " + name);
    }
    Path page = new Path(tables.folders().rootPath(), "_falaj/pages/" + name);
    String location = tables.folders().local() ? page.toUri().getPath() : page.toString();
    format.create();
    try {
      if (Arrays.equals(bytes, there(page))) {
        return new Published(location, Outcome.UNCHANGED);
      }
      AtomicFile.replace(tables.files(), page, bytes);
      return new Published(location, Outcome.WRITTEN);
    } catch (IOException e) {
      throw IoFailure.of("write page " + location, e);
    }
  }

  private byte[] there(Path page) throws IOException {
    try (FSDataInputStream in = tables.files().open(page)) {
      return in.readAllBytes();
    } catch (FileNotFoundException | ChecksumException e) {
      // Of a page and its checksum file a run that died replaced one only: it is written again.
      return new byte[0];
    }
  }
}
