package io.falaj.lineage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system mounted for a test, until it is closed: root is bound by no permissions, but
 * neither writes to a read-only disk nor to a full one.
 */
final class MountedDisk implements AutoCloseable {

  private final Path folder;

  private MountedDisk(Path folder) {
    this.folder = folder;
  }

  /** A disk in memory of so many bytes, over an empty folder. */
  static MountedDisk ofBytes(Path folder, long bytes) {
    mount("-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString());
    return new MountedDisk(folder);
  }

  /** What is in a folder, to be read only. */
  static MountedDisk readOnly(Path folder) {
    mount("--bind", folder.toString(), folder.toString());
    MountedDisk disk = new MountedDisk(folder);
    try {
      mount("-o", "remount,ro,bind", folder.toString());
    } catch (AssertionError e) {
      disk.close();
      throw e;
    }
    return disk;
  }

  /** Gives a disk in memory another size. */
  void resize(long bytes) {
    mount("-o", "remount,size=" + bytes, folder.toString());
  }

  private static void mount(String... arguments) {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) {
    String said;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      said = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      said = "interrupted";
    }
    throw new AssertionError(
        "This test needs a disk of its own, and '%s' failed: %s. Run the tests as a user that may mount (root, or below: unshare --user --map-root-user --mount ./falaj test)."
            .formatted(String.join(" ", command), said));
  }

  /** Lazily: who could not write may keep a file open until it is collected. */
  @Override
  public void close() {
    run(List.of("umount", "--lazy", folder.toString()));
  }
}
