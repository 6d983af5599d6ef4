package io.falaj.validation.suggest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names for the tables from the names that a source has: {@code Flight No} is flight_no. */
final class ColumnNames {

  private ColumnNames() {}

  /** One for each, in the same order, all different. */
  static List<String> of(List<String> sourceNames) {
    Set<String> taken = new HashSet<>();
    // What is a name as it stands keeps it.
    sourceNames.stream().filter(name -> name(name, 0).equals(name)).forEach(taken::add);
    List<String> names = new ArrayList<>();
    for (String source : sourceNames) {
      String wanted = name(source, names.size() + 1);
      String name = wanted;
      for (int n = 2; !name.equals(source) && !taken.add(name); n++) {
        name = wanted + "_" + n;
      }
      names.add(name);
    }
    return names;
  }

  private static String name(String source, int place) {
    String words =
        source
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    if (words.isEmpty()) {
      return "column_" + place;
    }
    return Character.isDigit(words.charAt(0)) ? "n" + words : words;
  }
}
