package io.falaj.lineage;

import java.util.regex.Pattern;

/**
 * A file of the lake that is no table, named by what it holds.
 *
 * @param zone where it belongs
 * @param name what it is, for people: letters, digits, dots, dashes, underscores
 * @param content SHA-256 of its bytes
 */
public record Artifact(Zone zone, String name, Fingerprint content) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  public Artifact {
    if (!NAME.matcher(name).matches()) {
      throw new FalajException.Configuration(
          "Artifact name '%s' is not allowed: letters, digits, '_', '.' and '-' only."
              .formatted(name));
    }
  }

  /** {@code zone/_artifacts/sha256/name}, relative to the lake's root. */
  public String path() {
    return "%s/_artifacts/%s/%s".formatted(zone.folder(), content, name);
  }

  /** Reads what {@link #path} writes. */
  public static Artifact parse(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length == 4 && parts[1].equals("_artifacts")) {
      for (Zone zone : Zone.values()) {
        if (zone.folder().equals(parts[0]) && Fingerprint.isOne(parts[2])) {
          return new Artifact(zone, parts[3], new Fingerprint(parts[2]));
        }
      }
    }
    throw new FalajException.Configuration(
        "'%s' names no artifact: it must be zone/_artifacts/sha256/name.".formatted(path));
  }
}
