package io.falaj.validation.suggest;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a column of the source holds. Texts that may stand for null are kept apart, by number, until
 * it is known which one does: then {@link #settle} takes the others in as values.
 */
final class ColumnSeen implements Serializable {

  private static final long serialVersionUID = 1;

  /** From this share of its values on, a column is taken for personal. */
  private static final double PERSONAL_SHARE = 0.1;

  private long nulls;
  private boolean numbersOnly = true;
  private boolean timesOnly = true;
  private boolean booleansOnly = true;
  private final NumberSeen numbers = new NumberSeen();
  private final TimeSeen times = new TimeSeen();
  private final TextSeen texts = new TextSeen();
  private final EnumMap<PersonalPattern, Long> personal = new EnumMap<>(PersonalPattern.class);
  private final TreeMap<String, Long> apart = new TreeMap<>();

  void addNull() {
    nulls++;
  }

  /** Counts a text that may stand for null. */
  void addApart(String text) {
    apart.merge(text, 1L, Long::sum);
  }

  void add(String text, long count) {
    numbersOnly = numbersOnly && numbers.add(text, count);
    timesOnly = timesOnly && times.add(text, count);
    booleansOnly =
        booleansOnly && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"));
    texts.add(text, count);
    for (PersonalPattern pattern : PersonalPattern.values()) {
      if (pattern.matches(text)) {
        personal.merge(pattern, count, Long::sum);
      }
    }
  }

  void merge(ColumnSeen other) {
    nulls += other.nulls;
    numbersOnly &= other.numbersOnly;
    timesOnly &= other.timesOnly;
    booleansOnly &= other.booleansOnly;
    numbers.merge(other.numbers);
    times.merge(other.times);
    texts.merge(other.texts);
    other.personal.forEach((pattern, count) -> personal.merge(pattern, count, Long::sum));
    other.apart.forEach((text, count) -> apart.merge(text, count, Long::sum));
  }

  /** How often each text is there that may stand for null. */
  Map<String, Long> apart() {
    return apart;
  }

  /** One of those texts stands for null; the others are values. */
  void settle(String nullText) {
    apart.forEach(
        (text, count) -> {
          if (text.equals(nullText)) {
            nulls += count;
          } else {
            add(text, count);
          }
        });
    apart.clear();
  }

  long nulls() {
    return nulls;
  }

  /** How many values there are. */
  long count() {
    return texts.count();
  }

  /** Whether there is a value, and each of them is a number, a time, or true or false. */
  boolean typed() {
    return count() > 0 && (numbersOnly || timesOnly || booleansOnly);
  }

  Optional<NumberSeen> numbers() {
    return count() > 0 && numbersOnly ? Optional.of(numbers) : Optional.empty();
  }

  Optional<TimeSeen> times() {
    return count() > 0 && timesOnly ? Optional.of(times) : Optional.empty();
  }

  boolean booleans() {
    return count() > 0 && booleansOnly;
  }

  TextSeen texts() {
    return texts;
  }

  /** Whether a value has the form of one that names a person: then none may be shown. */
  boolean anyPersonal() {
    return !personal.isEmpty();
  }

  /** The form that most of its values have which name a person, where enough of them do. */
  Optional<PersonalPattern> personal() {
    PersonalPattern most = null;
    for (PersonalPattern pattern : PersonalPattern.values()) {
      boolean enough = count() > 0 && personalShare(pattern) >= PERSONAL_SHARE;
      if (enough && (most == null || personalShare(pattern) > personalShare(most))) {
        most = pattern;
      }
    }
    return Optional.ofNullable(most);
  }

  /** The share of its values that have a form, from 0 to 1. */
  double personalShare(PersonalPattern pattern) {
    return (double) personal.getOrDefault(pattern, 0L) / count();
  }
}
