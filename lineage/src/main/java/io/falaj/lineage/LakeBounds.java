package io.falaj.lineage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
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
    if (!folders.local()) {
      return;
    }
    Path folder = Path.of(folders.table(table).toUri().getPath());
    for (Path link : List.of(folder.resolveSibling("."), folder, folder.resolve("_delta_log"))) {
      if (Files.isSymbolicLink(link.normalize()) && !isInside(folders, link)) {
        throw new FalajException.Configuration(
            "Table %s is not of the lake %s: %s is a link out of it. Move the table there, or mount the other disk instead."
                .formatted(table, folders.root(), link.normalize()));
      }
    }
  }

  private static boolean isInside(LakeFolders folders, Path link) {
    try {
      Path root = Path.of(folders.rootPath().toUri().getPath()).toRealPath();
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
