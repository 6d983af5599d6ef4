package io.falaj.lineage;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of canonical bytes: the identity of a definition, a computation or a content.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Fingerprint(String hex) implements Comparable<Fingerprint>, Serializable {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public Fingerprint {
    if (!isOne(hex)) {
      throw new IllegalArgumentException("no SHA-256 in lower-case hexadecimal: " + hex);
    }
  }

  static boolean isOne(String text) {
    return HEX.matcher(text).matches();
  }

  public static Fingerprint of(byte[] bytes) {
    return new Fingerprint(HexFormat.of().formatHex(sha256().digest(bytes)));
  }

  public static Fingerprint of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A new SHA-256 digest, for content that does not fit in memory. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  public static Builder builder(String kind) {
    return new Builder(kind);
  }

  /** The first 12 digits, for people. */
  public String brief() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Fingerprint other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }

  /**
   * Builds a fingerprint of named parts. The order in which parts are given does not matter; every
   * name and value is written with its length, so that no two different sets of parts share bytes.
   */
  public static final class Builder {
    private final String kind;
    private final SortedMap<String, byte[]> parts = new TreeMap<>();

    private Builder(String kind) {
      this.kind = kind;
    }

    /** Adds a part; null is a value of its own, different from the empty string. */
    public Builder add(String name, @Nullable Object value) {
      if (parts.putIfAbsent(name, canonical(value)) != null) {
        throw new IllegalArgumentException("part '" + name + "' is given twice");
      }
      return this;
    }

    public Fingerprint build() {
      return of(bytes(kind, parts));
    }

    private static byte[] canonical(@Nullable Object value) {
      if (value == null) {
        return new byte[] {'0'};
      } else if (value instanceof Map<?, ?> map) {
        SortedMap<String, byte[]> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(key.toString(), canonical(item)));
        return bytes("map", sorted);
      } else if (value instanceof Set<?> set) {
        // A set has no order, and that of Set.of changes with the process.
        SortedMap<String, byte[]> sorted = new TreeMap<>();
        set.forEach(item -> sorted.put(HexFormat.of().formatHex(canonical(item)), canonical(item)));
        return bytes("set", sorted);
      } else if (value instanceof Iterable<?> items) {
        SortedMap<String, byte[]> numbered = new TreeMap<>();
        int i = 0;
        for (Object item : items) {
          numbered.put("%010d".formatted(i++), canonical(item));
        }
        return bytes("list", numbered);
      } else if (value instanceof Number || value instanceof Boolean) {
        // The number 1 in a definition is not the text "1".
        return ("n" + value).getBytes(StandardCharsets.UTF_8);
      } else if (value instanceof String
          || value instanceof Enum<?>
          || value instanceof Instant
          || value instanceof java.time.Duration
          || value instanceof Fingerprint
          || value instanceof TableName
          || value instanceof DataInterval) {
        return ("v" + value).getBytes(StandardCharsets.UTF_8);
      }
      throw new IllegalArgumentException("no canonical form for " + value.getClass());
    }

    private static byte[] bytes(String kind, SortedMap<String, byte[]> parts) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        writeString(out, kind);
        out.writeInt(parts.size());
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
          writeString(out, part.getKey());
          out.writeInt(part.getValue().length);
          out.write(part.getValue());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    private static void writeString(DataOutputStream out, String text) throws IOException {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
  }
}
