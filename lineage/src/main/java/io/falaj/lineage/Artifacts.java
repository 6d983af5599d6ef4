package io.falaj.lineage;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Files beside the tables, under {@code <zone>/_artifacts}: each is named by its content, written
 * whole or not at all, and never changed.
 */
public final class Artifacts {

  private final DeltaTables tables;
  private final LakeFormat format;

  Artifacts(DeltaTables tables, LakeFormat format) {
    this.tables = tables;
    this.format = format;
  }

  /**
   * Stores bytes; the same bytes under the same name are stored once. A file of that name that was
   * damaged is made whole again.
   */
  public Artifact write(Zone zone, String name, byte[] bytes) {
    Artifact artifact = new Artifact(zone, name, Fingerprint.of(bytes));
    format.create();
    try {
      Path path = path(artifact);
      if (tables.files().exists(path) && !holds(path, artifact.content())) {
        tables.files().delete(path, false);
      }
      AtomicFile.create(tables.files(), path, bytes);
    } catch (IOException e) {
      throw IoFailure.of("write artifact " + artifact.path(), e);
    }
    return artifact;
  }

  public boolean exists(Artifact artifact) {
    try {
      return tables.files().exists(path(artifact));
    } catch (IOException e) {
      throw IoFailure.of("look for artifact " + artifact.path(), e);
    }
  }

  /**
   * Reads bytes and checks that they are those that were written.
   *
   * @throws FalajException.DataRefused if the file is missing or holds something else
   */
  public byte[] read(Artifact artifact) {
    byte[] bytes;
    try {
      bytes = bytes(path(artifact));
    } catch (ChecksumException e) {
      throw new FalajException.DataRefused(
          ("Artifact %s was changed: its bytes are not those that their checksum file was written"
                  + " for. Restore it, or make it again.")
              .formatted(artifact.path()),
          e);
    } catch (FileNotFoundException e) {
      throw new FalajException.DataRefused(
          "Artifact %s is missing from the lake %s. Restore it, or run the step that makes it."
              .formatted(artifact.path(), tables.folders().root()),
          e);
    } catch (IOException e) {
      throw IoFailure.of("read artifact " + artifact.path(), e);
    }
    Fingerprint is = Fingerprint.of(bytes);
    if (!is.equals(artifact.content())) {
      throw new FalajException.DataRefused(
          "Artifact %s was changed: its bytes have SHA-256 %s. Restore it, or make it again."
              .formatted(artifact.path(), is));
    }
    return bytes;
  }

  private boolean holds(Path path, Fingerprint content) throws IOException {
    try {
      return Fingerprint.of(bytes(path)).equals(content);
    } catch (ChecksumException e) {
      return false;
    }
  }

  private byte[] bytes(Path path) throws IOException {
    try (FSDataInputStream in = tables.files().open(path)) {
      return in.readAllBytes();
    }
  }

  /** Its full URI, for other programs. */
  public String uri(Artifact artifact) {
    return path(artifact).toString();
  }

  private Path path(Artifact artifact) {
    Path path = new Path(tables.folders().rootPath(), artifact.path());
    LakeBounds.checkFolders(tables.folders(), path);
    return path;
  }
}
