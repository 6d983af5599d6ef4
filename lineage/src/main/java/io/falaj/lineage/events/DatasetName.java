package io.falaj.lineage.events;

import io.falaj.lineage.TableName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A dataset as OpenLineage names it: the storage and the path there, so that events of other tools
 * about the same files meet ours.
 *
 * @param namespace {@code file}, or scheme and authority such as {@code s3://bucket}
 * @param name the path
 */
record DatasetName(String namespace, String name) {

  /** A table of the lake at {@code root}, a URI or a path. */
  static DatasetName of(String root, TableName table) {
    DatasetName lake = of(root);
    String separator = lake.name.endsWith("/") ? "" : "/";
    return new DatasetName(
        lake.namespace, lake.name + separator + table.zone().folder() + "/" + table.table());
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

  /** {@code postgresql://host:5432/database/table}; user and password never get into a name. */
  private static DatasetName jdbc(String url) {
    URI uri = URI.create(url.replaceAll("[?;].*$", ""));
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    return new DatasetName(uri.getScheme() + "://" + uri.getHost() + port, path);
  }
}
