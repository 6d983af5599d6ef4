package io.falaj.validation.suggest;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text that stands for null in a CSV file. One of some usual texts does where columns have it
 * whose other values are all numbers, times, or true or false; of several, the most frequent there.
 */
final class NullText {

  /** No field is it: what is read with it as null is read as it stands. */
  static final String NOTHING = "\uFFFF";

  /** In the order in which they are preferred. */
  private static final List<String> USUAL =
      List.of("NA", "N/A", "n/a", "NULL", "null", "\\N", "None", "-", "?", ".");

  private NullText() {}

  /** Texts that may stand for null, a quoted empty field among them. */
  static Set<String> candidates() {
    return java.util.stream.Stream.concat(USUAL.stream(), java.util.stream.Stream.of(""))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The one that does; empty where it is nothing but the empty field. */
  static String of(List<ColumnSeen> columns) {
    String best = "";
    long most = 0;
    for (String text : USUAL) {
      long fields = fields(columns, text);
      if (fields > most) {
        best = text;
        most = fields;
      }
    }
    return best;
  }

  /** In how many fields a text stands, of columns that else are of numbers, times or booleans. */
  static long fields(List<ColumnSeen> columns, String text) {
    return columns.stream()
        .filter(ColumnSeen::typed)
        .filter(
            column ->
                column.apart().keySet().stream()
                    .allMatch(other -> other.equals(text) || other.equals("")))
        .mapToLong(column -> column.apart().getOrDefault(text, 0L))
        .sum();
  }
}
