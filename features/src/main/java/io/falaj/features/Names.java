package io.falaj.features;

import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names entities, views and features may have. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern RESERVED = Pattern.compile(".*(_v\\d+|_events|_carries)");

  /** The feature zone's own tables, which a view's name would hide. */
  private static final Set<String> BOOKS = Set.of("definitions", "releases");

  private static final Pattern KEY_RESERVED = Pattern.compile("as_of|(of|seq)_.*");

  private Names() {}

  /** Whether a name is made of what names are made of. */
  static boolean allowed(String name) {
    return NAME.matcher(name).matches();
  }

  static void check(String what, String name, Location at, Problems problems) {
    if (!allowed(name)) {
      problems.add(
          at,
          "%s name '%s' is not allowed: names match [a-z][a-z0-9_]*. Rename it."
              .formatted(what, name));
    }
  }

  static void checkVersion(int version, Location at, Problems problems) {
    if (version < 1) {
      problems.add(at, "'version' is counted from 1: it cannot be %d.".formatted(version));
    }
  }

  /** As {@link #check}; a key's column stands beside others in tables that Falaj derives. */
  static void checkKey(String name, Location at, Problems problems) {
    check("key", name, at, problems);
    if (KEY_RESERVED.matcher(name).matches()) {
      problems.add(
          at,
          ("key name '%s' is not allowed: as_of and names that begin with of_ or seq_ belong to"
                  + " the tables that Falaj derives. Rename it.")
              .formatted(name));
    }
  }

  /** As {@link #check}; a table's name also must not look like one that Falaj derives. */
  static void checkTable(String what, String name, Location at, Problems problems) {
    check(what, name, at, problems);
    if (name.equals(OnDemandView.LABEL_TIME)) {
      problems.add(
          at,
          "%s name '%s' is not allowed: it is what expressions call the label's time. Rename it."
              .formatted(what, name));
    }
    if (BOOKS.contains(name)) {
      problems.add(
          at,
          "%s name '%s' is not allowed: it is a table of Falaj's own. Rename it."
              .formatted(what, name));
    }
    if (RESERVED.matcher(name).matches()) {
      problems.add(
          at,
          ("%s name '%s' is not allowed: the endings _v<digits>, _events and _carries belong to"
                  + " the tables that Falaj derives. Rename it.")
              .formatted(what, name));
    }
  }
}
