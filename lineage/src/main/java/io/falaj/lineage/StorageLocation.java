package io.falaj.lineage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in storage, so that two names of one place are equal: schemes and hosts in small letters,
 * {@code s3} and {@code s3n} as {@code s3a}, no dots, no slash at the end, and on this machine's
 * disk without symbolic links.
 *
 * @param scheme {@code file}, {@code s3a}, {@code hdfs} and so on
 * @param authority host or bucket; empty where there is none
 * @param path absolute, {@code /} for all of it
 */
record StorageLocation(String scheme, String authority, String path) {

  /** As Hadoop prints a path: nothing in it is escaped. */
  private static final Pattern URI =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?://([^/]*))?(/.*)?");

  /**
   * Reads a URI, or the absolute path of a local file.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static StorageLocation parse(String text) {
    Matcher uri = URI.matcher(text.startsWith("/") ? "file:" + text : text);
    if (!uri.matches()) {
      throw new IllegalArgumentException(
          "'%s' is neither a URI with a scheme nor an absolute path".formatted(text));
    }
    String scheme = uri.group(1).toLowerCase(Locale.ROOT);
    String authority = uri.group(2) == null ? "" : uri.group(2).toLowerCase(Locale.ROOT);
    Path path = Path.of("/" + (uri.group(3) == null ? "" : uri.group(3))).normalize();
    return new StorageLocation(
        scheme.equals("s3") || scheme.equals("s3n") ? "s3a" : scheme,
        authority,
        (scheme.equals("file") ? real(path) : path).toString());
  }

  /** The path without links, as far as it is there. */
  private static Path real(Path path) {
    Path there = path;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    try {
      return there.toRealPath().resolve(there.relativize(path)).normalize();
    } catch (IOException e) {
      return path;
    }
  }

  /** Whether another place is this one or lies below it. */
  boolean holds(StorageLocation other) {
    return scheme.equals(other.scheme)
        && authority.equals(other.authority)
        && Path.of(other.path).startsWith(Path.of(path));
  }
}
