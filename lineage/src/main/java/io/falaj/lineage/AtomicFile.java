package io.falaj.lineage;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a file whole or not at all. */
final class AtomicFile {

  private AtomicFile() {}

  /** Writes the bytes; a file that is there already stays. */
  static void create(FileSystem files, Path target, byte[] bytes) throws IOException {
    if (files.exists(target)) {
      return;
    }
    Path folder = target.getParent();
    files.mkdirs(folder);
    Path aside = new Path(folder, "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FSDataOutputStream out = files.create(aside, false)) {
        out.write(bytes);
        out.hsync();
      }
      if (!files.rename(aside, target) && !files.exists(target)) {
        throw new IOException("cannot rename " + aside + " to " + target);
      }
    } finally {
      files.delete(aside, false);
    }
  }
}
