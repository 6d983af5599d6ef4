package io.falaj.lineage.config;

import io.falaj.lineage.DataInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads single values; the names of enum constants are written in lower case, durations as {@code
 * 14d} or, in ISO 8601, {@code P14D}.
 */
final class Scalars {

  private static final Pattern DURATION = Pattern.compile("(\\d+)(us|ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "us", Duration.ofNanos(1000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));
  private static final Map<Class<?>, String> EXPECTED =
      Map.ofEntries(
          Map.entry(String.class, "text"),
          Map.entry(int.class, "a whole number"),
          Map.entry(Integer.class, "a whole number"),
          Map.entry(long.class, "a whole number"),
          Map.entry(Long.class, "a whole number"),
          Map.entry(double.class, "a number"),
          Map.entry(Double.class, "a number"),
          Map.entry(boolean.class, "true or false"),
          Map.entry(Boolean.class, "true or false"),
          Map.entry(Duration.class, "a duration such as 30m, 3h or 14d"),
          Map.entry(Instant.class, "an instant such as 2013-01-01T05:00:00Z"),
          Map.entry(ZoneId.class, "a time zone such as America/New_York"),
          Map.entry(DataInterval.class, "an interval such as 2013-01-01/2013-02-01"));

  /** Times are counted in microseconds, and no instant plus a duration may overflow. */
  private static final Duration LONGEST = Duration.ofDays(3_652_500);

  private Scalars() {}

  static boolean reads(Class<?> type) {
    return EXPECTED.containsKey(type) || type.isEnum();
  }

  static String expected(Class<?> type) {
    return type.isEnum()
        ? "one of " + String.join(", ", names(type))
        : EXPECTED.getOrDefault(type, "a mapping");
  }

  static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /**
   * A value of YAML by its text; a {@code String} is that text, whatever YAML would make of it: NO
   * is the country, 007 has three digits, and no digit of a number is lost.
   */
  static Object read(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    } else if (type == int.class || type == Integer.class) {
      return Integer.parseInt(text);
    } else if (type == long.class || type == Long.class) {
      return Long.parseLong(text);
    } else if (type == double.class || type == Double.class) {
      return Double.parseDouble(text);
    } else if (type == boolean.class || type == Boolean.class) {
      return bool(text);
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == Instant.class) {
      return Instant.parse(text);
    } else if (type == ZoneId.class) {
      return ZoneId.of(text);
    } else if (type == DataInterval.class) {
      return DataInterval.parse(text);
    }
    int at = names(type).indexOf(text.toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw new IllegalArgumentException(text);
    }
    return type.getEnumConstants()[at];
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Duration duration(String text) {
    Duration duration = text.startsWith("P") ? Duration.parse(text) : brief(text);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  private static Duration brief(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return java.util.Objects.requireNonNull(UNITS.get(matcher.group(2)))
        .multipliedBy(Long.parseLong(matcher.group(1)));
  }
}
