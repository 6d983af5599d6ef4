package io.falaj.lineage.events;

import io.falaj.lineage.TableName;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dataset as OpenLineage names it: the storage and the path there, so that events of other tools
 * about the same files meet ours.
 *
 * @param namespace {@code file}, or scheme and authority such as {@code s3://bucket}
 * @param name the path
 */
record DatasetName(String namespace, String name) {

  /** Not as URI: the names of tables have all kinds of characters. */
  private static final Pattern SERVER = Pattern.compile("([^:]+)://(?:[^/]*@)?([^/]*)/?(.*)");

  /** A table of the lake at {@code root}, a URI or a path. */
  static DatasetName of(String root, TableName table) {
    return below(root, table.zone().folder() + "/" + table.table());
  }

  /** A file or folder of the lake at {@code root}, by its path there. */
  static DatasetName below(String root, String path) {
    DatasetName lake = of(root);
    String separator = lake.name.endsWith("/") ? "" : "/";
    return new DatasetName(lake.namespace, lake.name + separator + path);
  }

  /** A file or folder. */
  static DatasetName of(String place) {
    int colon = place.indexOf(':');
    if (colon < 0) {
      return new DatasetName("file", Path.of(place).toAbsolutePath().normalize().toString());
    }
    String scheme = place.substring(0, colon).toLowerCase(Locale.ROOT);
    if (scheme.equals("jdbc")) {
      return jdbc(place.substring(colon + 1));
    }
    String rest = place.substring(colon + 1);
    if (!rest.startsWith("//")) {
      return new DatasetName(scheme, rest);
    }
    int slash = rest.indexOf('/', 2);
    String authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
    String path = slash < 0 ? "/" : rest.substring(slash);
    if (authority.isEmpty()) {
      return new DatasetName(scheme, path);
    }
    boolean bucket = scheme.startsWith("s3");
    return new DatasetName((bucket ? "s3" : scheme) + "://" + authority, path);
  }

  /** {@code postgresql://host:5432/database.table}; user and password never get into a name. */
  private static DatasetName jdbc(String url) {
    String bare = url.replaceAll("[?;].*$", "");
    Matcher server = SERVER.matcher(bare);
    if (server.matches()) {
      return new DatasetName(server.group(1) + "://" + server.group(2), server.group(3));
    }
    int colon = bare.indexOf(':');
    return new DatasetName(bare.substring(0, Math.max(0, colon)), bare.substring(colon + 1));
  }
}
