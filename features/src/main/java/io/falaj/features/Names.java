package io.falaj.features;

import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.regex.Pattern;

/** Which names entities, views and features may have. */
final class Names {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern RESERVED = Pattern.compile(".*(_v\\d+|_events|_carries)");

  private Names() {}

  static void check(String what, String name, Location at, Problems problems) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          at,
          "%s name '%s' is not allowed: names match [a-z][a-z0-9_]*. Rename it."
              .formatted(what, name));
    }
  }

  /** As {@link #check}; a table's name also must not look like one that Falaj derives. */
  static void checkTable(String what, String name, Location at, Problems problems) {
    check(what, name, at, problems);
    if (RESERVED.matcher(name).matches()) {
      problems.add(
          at,
          ("%s name '%s' is not allowed: the endings _v<digits>, _events and _carries belong to"
                  + " the tables that Falaj derives. Rename it.")
              .formatted(what, name));
    }
  }
}
