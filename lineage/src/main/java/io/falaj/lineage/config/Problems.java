package io.falaj.lineage.config;

import io.falaj.lineage.FalajException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Collects everything that is wrong with a configuration, so that it is all reported together. It
 * knows, too, which definitions have problems: a reference to one of them is not at fault.
 */
public final class Problems {

  private final List<String> messages = new ArrayList<>();
  private final Map<Class<?>, Set<String>> broken = new HashMap<>();
  private final Set<Class<?>> unread = new HashSet<>();

  public void add(Location location, String message) {
    messages.add(location + ": " + message);
  }

  /**
   * Says that a definition has problems.
   *
   * @param kind the record of its file
   */
  public void broken(Class<? extends Record> kind, String name) {
    broken.computeIfAbsent(kind, unused -> new HashSet<>()).add(name);
  }

  /** Says that a file has such problems that nobody knows what it is to define. */
  public void unread(Class<? extends Record> kind) {
    unread.add(kind);
  }

  /** Whether a name that no sound definition has may be that of one with problems. */
  public boolean mayDefine(Class<? extends Record> kind, String name) {
    return unread.contains(kind) || broken.getOrDefault(kind, Set.of()).contains(name);
  }

  /** A problem that has no place in a file: a missing file, for example. */
  public void add(String message) {
    messages.add(message);
  }

  public boolean isEmpty() {
    return messages.isEmpty();
  }

  public List<String> messages() {
    return List.copyOf(messages);
  }

  /**
   * Reports all problems at once, each of them once.
   *
   * @throws FalajException.Configuration if there is any
   */
  public void throwIfAny() {
    if (messages.isEmpty()) {
      return;
    }
    List<String> told = messages.stream().distinct().toList();
    String head =
        told.size() == 1
            ? "1 problem in the configuration:"
            : told.size() + " problems in the configuration:";
    throw new FalajException.Configuration(head + "\n  " + String.join("\n  ", told));
  }

  /**
   * A hint for a name that is not known: the nearest known one, or all of them when none is near.
   *
   * @return a sentence that begins with a space, or nothing when nothing is known
   */
  public static String suggest(String unknown, Collection<String> known) {
    if (known.isEmpty()) {
      return "";
    }
    int limit = Math.max(2, unknown.length() / 3);
    LevenshteinDistance distance = new LevenshteinDistance(limit);
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known.stream().sorted().toList()) {
      int d = distance.apply(unknown, candidate);
      if (d >= 0 && d < least) {
        least = d;
        best = candidate;
      }
    }
    return best != null
        ? " Did you mean '" + best + "'?"
        : " Known: " + String.join(", ", known.stream().sorted().toList()) + ".";
  }
}
