package io.falaj.validation.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How the rows of a segmentation are named in profiles, beside the whole: {@code origin=EWR} for a
 * value, {@code origin is null} for rows without one, and {@code origin is other} for those whose
 * value has no profile of its own. That are all but the {@link #MOST} least values, by the bytes of
 * their text: which these are does not depend on how rows are divided among tasks and intervals, so
 * that what is merged is what one pass over all rows would have kept.
 */
public final class Segmentation {

  /** So many values of a segmentation have profiles of their own. */
  public static final int MOST = 20;

  private static final Pattern CUT =
      Pattern.compile("([a-z][a-z0-9_]*)(=(.*)| is null| is other)", Pattern.DOTALL);

  private Segmentation() {}

  static String value(String name, UTF8String value) {
    return name + "=" + value;
  }

  static String ofNull(String name) {
    return name + " is null";
  }

  static String other(String name) {
    return name + " is other";
  }

  /** Whether the name is one that a segmentation gives, so that its rows are in the whole too. */
  static boolean isCut(String segment) {
    return !segment.isEmpty() && CUT.matcher(segment).matches();
  }

  /** Profiles with those of values beyond the least ones moved to what is other. */
  static Map<ProfileKey, ProfileState> limited(Map<ProfileKey, ProfileState> states) {
    Map<String, List<UTF8String>> values = new HashMap<>();
    for (ProfileKey key : states.keySet()) {
      value(key)
          .ifPresent(
              value -> {
                List<UTF8String> of =
                    values.computeIfAbsent(group(key), unused -> new ArrayList<>());
                if (!of.contains(value)) {
                  of.add(value);
                }
              });
    }
    values.values().removeIf(of -> of.size() <= MOST);
    if (values.isEmpty()) {
      return states;
    }
    values.values().forEach(of -> of.sort(null));
    TreeMap<ProfileKey, ProfileState> limited = new TreeMap<>();
    states.forEach(
        (key, state) -> {
          Optional<UTF8String> value = value(key);
          List<UTF8String> of = values.get(group(key));
          boolean goes = value.isPresent() && of != null && of.indexOf(value.get()) >= MOST;
          ProfileKey to =
              goes ? new ProfileKey(key.interval(), other(name(key)), key.column()) : key;
          limited.merge(to, state, ProfileState::merge);
        });
    return limited;
  }

  /** Profiles of the named rows of all intervals, by segment and column. */
  static SortedMap<String, SortedMap<String, ProfileState>> bySegment(
      Map<ProfileKey, ProfileState> states) {
    TreeMap<ProfileKey, ProfileState> merged = new TreeMap<>();
    states.forEach(
        (key, state) -> {
          if (isCut(key.segment())) {
            merged.merge(
                new ProfileKey("", key.segment(), key.column()), state, ProfileState::merge);
          }
        });
    SortedMap<String, SortedMap<String, ProfileState>> bySegment = new TreeMap<>();
    limited(merged)
        .forEach(
            (key, state) ->
                bySegment
                    .computeIfAbsent(key.segment(), unused -> new TreeMap<>())
                    .put(key.column(), state));
    return bySegment;
  }

  private static Optional<UTF8String> value(ProfileKey key) {
    if (key.segment().isEmpty()) {
      return Optional.empty();
    }
    Matcher cut = CUT.matcher(key.segment());
    return cut.matches() && cut.group(3) != null
        ? Optional.of(UTF8String.fromString(cut.group(3)))
        : Optional.empty();
  }

  private static String name(ProfileKey key) {
    Matcher cut = CUT.matcher(key.segment());
    return cut.matches() ? cut.group(1) : "";
  }

  private static String group(ProfileKey key) {
    return key.interval() + " " + name(key);
  }
}
