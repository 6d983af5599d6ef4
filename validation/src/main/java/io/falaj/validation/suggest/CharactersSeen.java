package io.falaj.validation.suggest;

import java.io.Serializable;
import java.util.Optional;

/** Which kinds of characters the texts of a column have, as a whole and at each place. */
final class CharactersSeen implements Serializable {

  private static final long serialVersionUID = 1;

  private static final int DIGIT = 1;
  private static final int LOWER_HEX = 2;
  private static final int LOWER = 4;
  private static final int UPPER = 8;
  private static final int OTHER = 16;

  /** Places that are looked at; longer texts have no pattern. */
  private static final int PLACES = 40;

  private static final char NONE = 0;
  private static final char SEVERAL = 0xFFFF;

  private final byte[] kinds = new byte[PLACES];
  private final char[] others = new char[PLACES];
  private int all;
  private boolean beyond;

  void add(String text) {
    if (beyond || text.length() > PLACES) {
      beyond = true;
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int kind = kind(c);
      kinds[i] |= (byte) kind;
      all |= kind;
      if (kind == OTHER) {
        others[i] = together(others[i], c);
        beyond |= c <= ' ' || c > '~'; // not for a pattern that people are to read
      }
    }
  }

  private static int kind(char c) {
    if (c >= '0' && c <= '9') {
      return DIGIT;
    } else if (c >= 'a' && c <= 'z') {
      return c <= 'f' ? LOWER_HEX : LOWER;
    }
    return c >= 'A' && c <= 'Z' ? UPPER : OTHER;
  }

  private static char together(char left, char right) {
    return left == NONE || left == right ? right : right == NONE ? left : SEVERAL;
  }

  void merge(CharactersSeen other) {
    beyond |= other.beyond;
    all |= other.all;
    for (int i = 0; i < PLACES; i++) {
      kinds[i] |= other.kinds[i];
      others[i] = together(others[i], other.others[i]);
    }
  }

  /**
   * A pattern that every text of one length matches: at each place a kind of letter or digit, or
   * the one other character that is always there.
   */
  Optional<String> fixed(int length) {
    if (beyond || length == 0 || length > PLACES) {
      return Optional.empty();
    }
    StringBuilder pattern = new StringBuilder();
    String last = "";
    int times = 0;
    for (int i = 0; i < length; i++) {
      boolean other = kinds[i] == OTHER;
      if ((!other && (kinds[i] & OTHER) != 0) || others[i] == SEVERAL) {
        return Optional.empty();
      }
      String part = other ? "[" + escaped(others[i]) + "]" : letters(kinds[i]);
      if (!part.equals(last)) {
        append(pattern, last, times);
        last = part;
        times = 0;
      }
      times++;
    }
    append(pattern, last, times);
    return Optional.of(pattern.toString());
  }

  private static void append(StringBuilder pattern, String part, int times) {
    if (times > 0) {
      pattern.append(part).append(times > 1 ? "{" + times + "}" : "");
    }
  }

  private static String escaped(char c) {
    return "^[]\\-&".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
  }

  /** A class that every text is made of, where it is of letters and digits alone. */
  Optional<String> alphabet() {
    return beyond || all == 0 || (all & OTHER) != 0 ? Optional.empty() : Optional.of(letters(all));
  }

  /** Digits and a to f alone, over all places, are hexadecimal: so they are then at each place. */
  private String letters(int at) {
    if (all == (DIGIT | LOWER_HEX) || (all == (DIGIT | LOWER_HEX | OTHER))) {
      return "[0-9a-f]";
    }
    return "["
        + ((at & DIGIT) != 0 ? "0-9" : "")
        + ((at & UPPER) != 0 ? "A-Z" : "")
        + ((at & (LOWER | LOWER_HEX)) != 0 ? "a-z" : "")
        + "]";
  }
}
