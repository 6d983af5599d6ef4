package io.falaj.lineage;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log on a local disk, safe for several processes: a new entry is written aside, forced to
 * disk and then linked to its name, which fails if the name is taken. Delta's own store looks
 * whether the name is free and then renames over it, so that two processes may both believe that
 * they won.
 */
public class HardLinkLogStore extends HadoopFileSystemLogStore {

  public HardLinkLogStore(Configuration configuration) {
    super(configuration);
  }

  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    java.nio.file.Path target = java.nio.file.Path.of(path.toUri().getPath());
    java.nio.file.Path folder = target.getParent();
    java.nio.file.Path name = target.getFileName();
    if (folder == null || name == null) {
      throw new IOException("a log entry needs a folder: " + path);
    }
    if (!overwrite && Files.exists(target)) {
      throw new FileAlreadyExistsException(path.toString());
    }
    java.nio.file.Path aside = folder.resolve("." + name + "." + UUID.randomUUID() + ".tmp");
    try {
      writeDurably(aside, actions);
      // Hadoop would check a side file that an earlier writer of this name has left.
      Files.deleteIfExists(folder.resolve("." + name + ".crc"));
      publish(aside, target, overwrite);
    } finally {
      Files.deleteIfExists(aside);
    }
    force(folder);
  }

  /** Gives the written file its name; the seam where a test delays. */
  void publish(java.nio.file.Path aside, java.nio.file.Path target, boolean overwrite)
      throws IOException {
    if (overwrite) {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.createLink(target, aside);
    }
  }

  private static void writeDurably(java.nio.file.Path file, Iterator<String> lines)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out =
            new BufferedOutputStream(java.nio.channels.Channels.newOutputStream(channel))) {
      while (lines.hasNext()) {
        out.write(lines.next().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
      out.flush();
      channel.force(true);
    }
  }

  private static void force(java.nio.file.Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Boolean isPartialWriteVisible(Path path, Configuration configuration) {
    return false;
  }
}
