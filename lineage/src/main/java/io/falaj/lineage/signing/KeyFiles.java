package io.falaj.lineage.signing;

import io.falaj.lineage.FalajException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files that only their owner can read, where the file system knows owners. */
final class KeyFiles {

  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private KeyFiles() {}

  /** Makes the folder where it is missing; one that is there keeps its permissions. */
  static void makePrivateFolder(Path folder) throws IOException {
    Files.createDirectories(folder, only(OWNER_FOLDER));
  }

  /** Writes a file that must not exist; it is never readable by others, not even for a moment. */
  static void writeNew(Path file, String text) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            only(OWNER_FILE))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  static void refuseWhereOthersRead(Path file) throws IOException {
    if (!posix()) {
      return;
    }
    Set<PosixFilePermission> given = EnumSet.copyOf(Files.getPosixFilePermissions(file));
    given.removeAll(OWNER_FILE);
    if (!given.isEmpty()) {
      throw new FalajException.Configuration(
          ("The signing key %s is open to others (%s): anybody of them could sign in its owner's"
                  + " name. Close it with `chmod 600 %s`.")
              .formatted(
                  file, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file));
    }
  }

  private static FileAttribute<?>[] only(Set<PosixFilePermission> permissions) {
    return posix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
