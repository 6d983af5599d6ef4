package io.falaj.lineage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What belongs to a lake lies below its root: what leads elsewhere is not followed. */
final class LakeBounds {

  private LakeBounds() {}

  /**
   * Checks that a table's folder is none of another place; on a local disk links may lead there.
   *
   * @throws FalajException.Configuration if it is
   */
  static void check(LakeFolders folders, TableName table) {
    if (folders.local()) {
      Path folder = local(folders.table(table));
      for (Path link : List.of(folder.resolveSibling("."), folder, folder.resolve("_delta_log"))) {
        check(folders, "Table " + table, "the table", link.normalize());
      }
    }
  }

  /**
   * Checks that no folder of a table's partitions is one of another place, before rows are written
   * there.
   *
   * @throws FalajException.Configuration if one is
   */
  static void checkPartitions(LakeFolders folders, TableSpec spec) {
    if (folders.local()) {
      checkPartitions(
          folders, spec.name(), local(folders.table(spec.name())), spec.partitionBy().size());
    }
  }

  private static void checkPartitions(
      LakeFolders folders, TableName table, Path folder, int levels) {
    if (levels == 0 || !Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> partitions = Files.newDirectoryStream(folder)) {
      for (Path partition : partitions) {
        check(folders, "Table " + table, "the table", partition);
        checkPartitions(folders, table, partition, levels - 1);
      }
    } catch (IOException e) {
      throw IoFailure.of("write to table " + table, e);
    }
  }

  /**
   * Checks that a file beside the tables lies in folders of the lake.
   *
   * @throws FalajException.Configuration if one of them is a link to another place
   */
  static void checkFolders(LakeFolders folders, org.apache.hadoop.fs.Path file) {
    if (folders.local()) {
      Path root = local(folders.rootPath());
      Path within = root.relativize(local(file));
      for (int i = 1; i < within.getNameCount(); i++) {
        Path folder = within.subpath(0, i);
        check(folders, "Folder " + folder, "the folder", root.resolve(folder));
      }
    }
  }

  private static void check(LakeFolders folders, String what, String it, Path link) {
    if (Files.isSymbolicLink(link) && !isInside(folders, link)) {
      throw new FalajException.Configuration(
          "%s is not of the lake %s: %s is a link out of it. Move %s there, or mount the other disk instead."
              .formatted(what, folders.root(), link, it));
    }
  }

  private static Path local(org.apache.hadoop.fs.Path path) {
    return Path.of(path.toUri().getPath());
  }

  private static boolean isInside(LakeFolders folders, Path link) {
    try {
      Path root = local(folders.rootPath()).toRealPath();
      return link.toRealPath().startsWith(root);
    } catch (IOException e) {
      return false; // it leads nowhere
    }
  }

  /**
   * Checks that a table's log names files of its own folder.
   *
   * @param folder the table's, for the message
   * @param path as the log has it: a URI, relative to the folder
   * @throws FalajException.DataRefused if it is none
   */
  static void check(org.apache.hadoop.fs.Path folder, String path) {
    boolean plain = path.indexOf(':') < 0 && path.indexOf('%') < 0 && !path.contains("..");
    if (plain && !path.startsWith("/")) {
      return;
    }
    if (!isRelative(path)) {
      throw new FalajException.DataRefused(
          "The log of table %s names the file %s, which is not below it. Restore the log from a copy that you trust."
              .formatted(folder, path));
    }
  }

  private static boolean isRelative(String path) {
    try {
      URI uri = new URI(path);
      return !uri.isAbsolute()
          && uri.getRawAuthority() == null
          && !uri.getPath().startsWith("/")
          && Arrays.stream(uri.getPath().split("/", -1)).noneMatch(".."::equals);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
