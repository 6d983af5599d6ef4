package io.falaj.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A file's own names of its columns, and what messages may tell of them. Where a file of text has
 * no header, its first record is taken for one, and may hold what names a person.
 *
 * <p>So the names of a header are told where some column that is wanted is among them, and of a
 * schema always; but only those that look like names: letters of ASCII, digits, blanks and
 * underscores, no digit ahead, {@value #LONGEST} characters at most. Of any other first line only
 * those are told that are wanted names written otherwise: in other case, or with other blanks,
 * dashes and underscores. The rest is counted.
 *
 * @param all in the file's order
 * @param told a sentence that messages may have
 */
record HeaderNames(List<String> all, String told) {

  private static final int LONGEST = 64;

  /** More of them help nobody. */
  private static final int MOST = 50;

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_ ]{0," + (LONGEST - 1) + "}");

  HeaderNames {
    all = List.copyOf(all);
  }

  /** Those of Parquet or Avro, which say what their columns are called. */
  static HeaderNames ofSchema(List<String> all) {
    return new HeaderNames(all, told(all));
  }

  /**
   * Those that the first line of a text has.
   *
   * @param wanted names that messages tell in any case
   */
  static HeaderNames ofText(List<String> all, List<String> wanted) {
    return new HeaderNames(
        all, all.stream().anyMatch(wanted::contains) ? told(all) : perhaps(all, wanted));
  }

  private static String told(List<String> all) {
    List<String> plain = all.stream().filter(NAME.asMatchPredicate()).limit(MOST).toList();
    int others = all.size() - plain.size();
    if (others == 0) {
      return "It has " + String.join(", ", plain) + ".";
    }
    List<String> parts = new ArrayList<>(plain);
    parts.add(others + (plain.isEmpty() ? "" : " more") + " that are not told here");
    return "It has " + String.join(", ", parts) + ".";
  }

  private static String perhaps(List<String> all, List<String> wanted) {
    List<String> forms = wanted.stream().map(HeaderNames::form).toList();
    List<String> near =
        all.stream().filter(name -> forms.contains(form(name))).limit(MOST).toList();
    return near.isEmpty()
        ? "None of the %d fields of its first line is the name of a column, as if it had no header."
            .formatted(all.size())
        : "Its first line has %d fields, and among them %s: names differ in case, blanks, dashes and underscores, too."
            .formatted(all.size(), String.join(", ", near));
  }

  private static String form(String name) {
    return name.replaceAll("[\\s_-]", "").toLowerCase(Locale.ROOT);
  }
}
