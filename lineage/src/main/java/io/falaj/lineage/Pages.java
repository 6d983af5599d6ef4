package io.falaj.lineage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * HTML pages about the lake, for people, under {@code _falaj/pages}: always the newest of each. To
 * write one is a step, whose listeners are told what it was drawn from; it has no intervals and no
 * row in {@code lineage.commits}, since the page itself tells whether it is up to date.
 */
public final class Pages {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(-[a-z0-9_]+)*\\.html");

  private final DeltaTables tables;
  private final LakeFormat format;
  private final StepWriter writer;

  Pages(DeltaTables tables, LakeFormat format, StepWriter writer) {
    this.tables = tables;
    this.format = format;
    this.writer = writer;
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
   * Puts a page in the place of an older one of its name, whole or not at all. What was read
   * through the lake since the last step is what the page was drawn from.
   *
   * @param step the step's name, for its events
   * @param output what the page is about
   * @param name small letters, digits, dashes and underscores, and {@code .html}
   * @throws IllegalArgumentException if the name is something else
   */
  public Published publish(String step, String output, String name, byte[] bytes) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of a page: " + name);
    }
    String path = "_falaj/pages/" + name;
    Path page = new Path(tables.folders().rootPath(), path);
    LakeBounds.checkFolders(tables.folders(), page);
    String location = tables.folders().local() ? page.toUri().getPath() : page.toString();
    format.create();
    try {
      if (Arrays.equals(bytes, there(page))) {
        writer.takeReads(List.of());
        return new Published(location, Outcome.UNCHANGED);
      }
    } catch (IOException e) {
      throw IoFailure.of("read page " + location, e);
    }
    StepStarted started = writer.started(step, output, Fingerprint.of(path));
    try {
      AtomicFile.replace(tables.files(), page, bytes);
    } catch (IOException e) {
      RuntimeException failure = IoFailure.of("write page " + location, e);
      writer.tellFailed(
          new StepFailed(
              started,
              writer.takeReads(List.of()),
              List.of(),
              String.valueOf(failure.getMessage()),
              Optional.of(failure),
              writer.now()));
      throw failure;
    }
    PageWritten written = new PageWritten(path, Fingerprint.of(bytes), bytes.length);
    writer.tellCompleted(
        new StepCompleted(started, writer.takeReads(List.of()), written, writer.now()));
    return new Published(location, Outcome.WRITTEN);
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
