package io.falaj.lineage;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Writes a file whole or not at all. */
final class AtomicFile {

  private AtomicFile() {}

  /** Writes the bytes; a file that is there already stays. */
  static void create(FileSystem files, Path target, byte[] bytes) throws IOException {
    if (files.exists(target)) {
      return;
    }
    Path aside = aside(files, target, bytes);
    try {
      if (!files.rename(aside, target) && !files.exists(target)) {
        throw new IOException("cannot rename " + aside + " to " + target);
      }
    } finally {
      files.delete(aside, false);
    }
  }

  /** Writes the bytes in the place of what is there. */
  static void replace(FileSystem files, Path target, byte[] bytes) throws IOException {
    Path aside = aside(files, target, bytes);
    try {
      FileContext.getFileContext(target.toUri(), files.getConf())
          .rename(aside, target, Options.Rename.OVERWRITE);
    } finally {
      files.delete(aside, false);
    }
  }

  private static Path aside(FileSystem files, Path target, byte[] bytes) throws IOException {
    Path folder = target.getParent();
    files.mkdirs(folder);
    Path aside = new Path(folder, "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
    try (FSDataOutputStream out = files.create(aside, false)) {
      out.write(bytes);
      out.hsync();
    } catch (IOException e) {
      files.delete(aside, false);
      throw e;
    }
    return aside;
  }
}
