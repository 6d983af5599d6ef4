package io.falaj.jobs.config;

import io.falaj.lineage.config.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When Airflow runs a pipeline: one of its presets that leave intervals behind, or cron of five
 * fields. A field is {@code *}, a list of values and ranges, either with a step; months and days of
 * the week may be named, a range may run over the end of the year or of the week, {@code ?} is
 * every day, and {@code L} the last of a month. What Airflow takes besides is refused: seconds,
 * years, and a range from a value to itself, which it takes for the whole.
 */
final class Schedule {

  private static final List<String> PRESETS =
      List.of("@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly");

  private static final Pattern ITEM =
      Pattern.compile("(\\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:/([0-9]{1,4}))?");
  private static final String LAST_DAY = "l";

  /** The longest that each month gets. */
  private static final List<Integer> DAYS = List.of(31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

  private static final Field DAY = new Field("day of the month", 1, 31, List.of());
  private static final Field MONTH =
      new Field(
          "month",
          1,
          12,
          List.of(
              "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));
  private static final Field WEEKDAY =
      new Field("day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));
  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          DAY,
          MONTH,
          WEEKDAY);

  /** What stands at a place; the first name is of the least value. */
  private record Field(String shown, int least, int most, List<String> names) {}

  private Schedule() {}

  /** Why Airflow could not run a pipeline so; nothing if it can. */
  static Optional<String> problem(String schedule) {
    try {
      if (schedule.startsWith("@")) {
        checkPreset(schedule);
      } else {
        checkCron(schedule.toLowerCase(Locale.ROOT));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "'schedule' is '%s', %s Write five fields of cron, such as '0 6 * * mon-fri', or one of %s; leave it out to run by hand only."
              .formatted(schedule, e.getMessage(), String.join(", ", PRESETS)));
    }
  }

  private static void checkPreset(String schedule) {
    if (!PRESETS.contains(schedule)) {
      throw new IllegalArgumentException(
          "which Airflow has no intervals for." + Problems.suggest(schedule, PRESETS));
    }
  }

  private static void checkCron(String cron) {
    List<String> fields = Arrays.stream(cron.split("[ \t]+")).filter(f -> !f.isEmpty()).toList();
    if (fields.size() != FIELDS.size()) {
      throw new IllegalArgumentException(
          "which has %d fields: cron has minute, hour, day of the month, month and day of the week."
              .formatted(fields.size()));
    }
    for (int i = 0; i < FIELDS.size(); i++) {
      values(FIELDS.get(i), fields.get(i));
    }
    if (every(fields.get(FIELDS.indexOf(WEEKDAY)))) {
      checkDays(fields.get(FIELDS.indexOf(DAY)), fields.get(FIELDS.indexOf(MONTH)));
    }
  }

  /** Of the 30th of February there is no next one to wait for. */
  private static void checkDays(String day, String month) {
    if (every(day) || Arrays.asList(day.split(",", -1)).contains(LAST_DAY)) {
      return;
    }
    int first = values(DAY, day).first();
    if (values(MONTH, month).stream().noneMatch(m -> first <= DAYS.get(m - 1))) {
      throw new IllegalArgumentException("a day that none of its months has.");
    }
  }

  private static boolean every(String field) {
    return field.equals("*") || field.equals("?");
  }

  /** The values that a field names, and perhaps others between them. */
  private static SortedSet<Integer> values(Field field, String text) {
    SortedSet<Integer> values = new TreeSet<>();
    boolean ofDays = field.equals(DAY) || field.equals(WEEKDAY);
    if (text.equals("*") || (ofDays && text.equals("?"))) {
      add(field.least, field.most, values);
      return values;
    }
    for (String item : text.split(",", -1)) {
      Matcher parts = ITEM.matcher(item);
      if (field.equals(DAY) && item.equals(LAST_DAY)) {
        continue;
      } else if (!parts.matches() || (parts.group(1).equals("*") && parts.group(2) != null)) {
        throw refused(field, item, "is no value, range or step.");
      } else if (parts.group(3) != null && Integer.parseInt(parts.group(3)) == 0) {
        throw refused(field, item, "has a step of 0.");
      }
      add(field, item, parts, values);
    }
    return values;
  }

  private static void add(Field field, String item, Matcher parts, SortedSet<Integer> values) {
    boolean all = parts.group(1).equals("*");
    int first = all ? field.least : value(field, item, parts.group(1));
    boolean onward = all || (parts.group(2) == null && parts.group(3) != null);
    int last =
        onward ? field.most : parts.group(2) == null ? first : value(field, item, parts.group(2));
    if (parts.group(2) != null && first == last) {
      throw refused(field, item, "is a range from a value to itself: write the value.");
    }
    if (first <= last) {
      add(first, last, values);
    } else {
      add(first, field.most, values);
      add(field.least, last, values);
    }
  }

  private static void add(int first, int last, SortedSet<Integer> values) {
    for (int value = first; value <= last; value++) {
      values.add(value);
    }
  }

  private static int value(Field field, String item, String text) {
    int named = field.names.indexOf(text);
    if (named >= 0) {
      return named + field.least;
    }
    if (!text.matches("[0-9]{1,4}")) {
      throw refused(field, item, "names none that there is.");
    }
    int value = Integer.parseInt(text);
    if (value < field.least || value > field.most) {
      throw refused(field, item, "is beyond %d to %d.".formatted(field.least, field.most));
    }
    return value;
  }

  private static IllegalArgumentException refused(Field field, String item, String why) {
    return new IllegalArgumentException("whose %s '%s' %s".formatted(field.shown, item, why));
  }
}
