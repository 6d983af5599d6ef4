package io.falaj.validation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A regular expression as a table of states, one step for a byte of a text: no text is decoded, and
 * none is tried twice. It is there for expressions that only ASCII characters match and that look
 * at nothing but the characters in their order; {@link PatternParser} says which. The states are
 * those of A. V. Aho et al., "Compilers: Principles, Techniques, and Tools", algorithms 3.20
 * (subset construction) and 3.23 (Thompson's automaton).
 */
public final class BytePattern implements Serializable {

  private static final long serialVersionUID = 1;

  /** More are not worth their table. */
  private static final int MOST_STATES = 256;

  private static final int ASCII = 128;
  private static final short NONE = -1;

  private final short[] next;
  private final boolean[] accepting;

  private BytePattern(short[] next, boolean[] accepting) {
    this.next = next;
    this.accepting = accepting;
  }

  /**
   * The pattern of an expression that a text is to match from its beginning to its end.
   *
   * @param expression as {@link java.util.regex.Pattern} reads it
   * @return nothing where it says more than such a table can tell, or needs too many states
   */
  static Optional<BytePattern> of(String expression) {
    return new PatternParser(expression).parse().flatMap(BytePattern::determined);
  }

  /** Whether the texts of a column match; null of null. */
  Column matching(Column text) {
    return Call.of(this, "matches", DataTypes.BooleanType, text);
  }

  /** Whether a text matches from its beginning to its end. */
  public boolean matches(UTF8String text) {
    int state = 0;
    for (int i = 0; i < text.numBytes(); i++) {
      byte at = text.getByte(i);
      if (at < 0) {
        return false;
      }
      state = next[state * ASCII + at];
      if (state == NONE) {
        return false;
      }
    }
    return accepting[state];
  }

  private static Optional<BytePattern> determined(Automaton automaton) {
    Map<BitSet, Integer> numbers = new HashMap<>();
    List<BitSet> states = new ArrayList<>();
    List<short[]> rows = new ArrayList<>();
    states.add(automaton.start());
    numbers.put(automaton.start(), 0);
    for (int i = 0; i < states.size(); i++) {
      short[] row = new short[ASCII];
      Arrays.fill(row, NONE);
      for (int c = 0; c < ASCII; c++) {
        BitSet to = automaton.after(states.get(i), c);
        if (!to.isEmpty()) {
          Integer number = numbers.putIfAbsent(to, states.size());
          if (number == null) {
            number = states.size();
            states.add(to);
          }
          row[c] = number.shortValue();
        }
      }
      if (states.size() > MOST_STATES) {
        return Optional.empty();
      }
      rows.add(row);
    }
    short[] next = new short[states.size() * ASCII];
    boolean[] accepting = new boolean[states.size()];
    for (int i = 0; i < states.size(); i++) {
      System.arraycopy(rows.get(i), 0, next, i * ASCII, ASCII);
      accepting[i] = automaton.accepts(states.get(i));
    }
    return Optional.of(new BytePattern(next, accepting));
  }
}
