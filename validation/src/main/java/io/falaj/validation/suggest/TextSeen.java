package io.falaj.validation.suggest;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a column holds as text: the different values, as long as they are few and short, their
 * lengths, and which kinds of characters stand where. All of it is the same in whatever order the
 * values come.
 */
final class TextSeen implements Serializable {

  private static final long serialVersionUID = 1;

  /** With more different values than these, none is kept. */
  static final int VALUES = 64;

  /** With a longer value than this, none is kept. */
  private static final int VALUE_LENGTH = 60;

  private long count;
  private int minLength = Integer.MAX_VALUE;
  private int maxLength;
  private boolean many;
  private final TreeMap<String, Long> values = new TreeMap<>();
  private final CharactersSeen characters = new CharactersSeen();

  void add(String text, long times) {
    count += times;
    if (!many) {
      Long before = values.get(text);
      if (before != null) {
        values.put(text, before + times);
        return; // its length and characters are known
      }
      values.put(text, times);
      forgetMany(text.length());
    }
    int length = text.codePointCount(0, text.length());
    minLength = Math.min(minLength, length);
    maxLength = Math.max(maxLength, length);
    characters.add(text);
  }

  private void forgetMany(int length) {
    if (values.size() > VALUES || length > VALUE_LENGTH) {
      many = true;
      values.clear();
    }
  }

  void merge(TextSeen other) {
    count += other.count;
    minLength = Math.min(minLength, other.minLength);
    maxLength = Math.max(maxLength, other.maxLength);
    characters.merge(other.characters);
    many |= other.many;
    if (many) {
      values.clear();
    } else {
      other.values.forEach((value, times) -> values.merge(value, times, Long::sum));
      forgetMany(0);
    }
  }

  long count() {
    return count;
  }

  /** How often each value is there; empty where there are many, or long ones. */
  Optional<Map<String, Long>> values() {
    return many ? Optional.empty() : Optional.of(values);
  }

  /** Characters of the shortest; 0 where there is none. */
  int minLength() {
    return count == 0 ? 0 : minLength;
  }

  int maxLength() {
    return maxLength;
  }

  CharactersSeen characters() {
    return characters;
  }
}
