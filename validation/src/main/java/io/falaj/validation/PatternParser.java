package io.falaj.validation;

import io.falaj.validation.Automaton.Beyond;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads the regular expressions that an automaton over ASCII characters can stand for: characters,
 * classes of characters, {@code \d}, {@code \w} and {@code \s}, groups, alternatives, and how often
 * each may follow itself. Whatever else {@link java.util.regex.Pattern} knows, it leaves to that:
 * the dot and what is negated match other characters too, a possessive quantifier does not try
 * again, a look around or back is at more than the next character.
 */
final class PatternParser {

  private static final String META = ".^$*+?()[]{}|\\";

  private static final int DEEPEST = 100;

  private final String text;
  private final int end;
  private final Automaton automaton = new Automaton();
  private int at;
  private int depth;

  /**
   * A parser of one expression.
   *
   * @param expression what a text is to match as a whole: an anchor at its very beginning or end
   *     adds nothing
   */
  PatternParser(String expression) {
    this.text = expression;
    this.at = expression.startsWith("^") ? 1 : 0;
    boolean anchored = expression.endsWith("$") && !expression.endsWith("\\$");
    this.end = expression.length() - (anchored ? 1 : 0);
  }

  /** The automaton, or nothing if the expression says more than one can tell. */
  Optional<Automaton> parse() {
    try {
      Automaton.Part whole = alternatives();
      return at < end ? Optional.empty() : Optional.of(automaton.whole(whole));
    } catch (Beyond e) {
      return Optional.empty();
    }
  }

  private Automaton.Part alternatives() {
    Automaton.Part part = sequence();
    while (at < end && text.charAt(at) == '|') {
      at++;
      part = automaton.either(part, sequence());
    }
    return part;
  }

  private Automaton.Part sequence() {
    Automaton.Part part = automaton.nothing();
    while (at < end && text.charAt(at) != '|' && text.charAt(at) != ')') {
      part = automaton.then(part, repeated());
    }
    return part;
  }

  private Automaton.Part repeated() {
    int from = at;
    Automaton.Part first = atom();
    int to = at;
    if (!isQuantifier()) {
      return first;
    }
    int least;
    int most;
    switch (text.charAt(at++)) {
      case '?' -> {
        least = 0;
        most = 1;
      }
      case '*' -> {
        least = 0;
        most = Integer.MAX_VALUE;
      }
      case '+' -> {
        least = 1;
        most = Integer.MAX_VALUE;
      }
      default -> {
        least = number();
        most = at < end && text.charAt(at) == ',' ? most() : least;
        take('}');
      }
    }
    if (at < end && text.charAt(at) == '?') {
      at++; // As few as may be: of a whole text it is as many as there are.
    }
    if (isQuantifier() || first.nullable() || most < least) {
      throw new Beyond();
    }
    int after = at;
    // The automaton has no copies: each is read anew.
    Supplier<Automaton.Part> next =
        () -> {
          at = from;
          Automaton.Part part = atom();
          if (at != to) {
            throw new Beyond();
          }
          return part;
        };
    Automaton.Part part = least == 0 ? automaton.nothing() : first;
    for (int i = 1; i < least; i++) {
      part = automaton.then(part, next.get());
    }
    if (most == Integer.MAX_VALUE) {
      part = automaton.then(part, automaton.anyNumber(next.get()));
    } else {
      for (int i = least; i < most; i++) {
        part = automaton.then(part, automaton.optional(next.get()));
      }
    }
    at = after;
    return part;
  }

  private boolean isQuantifier() {
    return at < end && "?*+{".indexOf(text.charAt(at)) >= 0;
  }

  private int most() {
    at++;
    return at < end && text.charAt(at) == '}' ? Integer.MAX_VALUE : number();
  }

  private int number() {
    int from = at;
    while (at < end && at - from < 4 && digit(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new Beyond();
    }
    return Integer.parseInt(text.substring(from, at));
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private void take(char wanted) {
    if (at >= end || text.charAt(at++) != wanted) {
      throw new Beyond();
    }
  }

  private Automaton.Part atom() {
    char c = text.charAt(at);
    if (c == '(') {
      at++;
      if (text.startsWith("?", at)) {
        at++;
        take(':');
      }
      if (++depth > DEEPEST) {
        throw new Beyond();
      }
      Automaton.Part group = alternatives();
      depth--;
      take(')');
      return group;
    }
    return automaton.one(c == '[' ? choice() : c == '\\' ? escape() : literal(META));
  }

  private BitSet choice() {
    at++;
    BitSet set = new BitSet();
    while (at < end && text.charAt(at) != ']') {
      BitSet from = text.charAt(at) == '\\' ? escape() : literal("[]^&\\");
      if (text.startsWith("-", at) && at + 1 < end && text.charAt(at + 1) != ']') {
        at++;
        BitSet to = text.charAt(at) == '\\' ? escape() : literal("[]^&\\");
        if (from.cardinality() > 1 || to.cardinality() > 1 || to.length() < from.length()) {
          throw new Beyond();
        }
        set.set(from.nextSetBit(0), to.length());
      }
      set.or(from);
    }
    take(']');
    if (set.isEmpty()) {
      throw new Beyond();
    }
    return set;
  }

  /** A character that stands for itself. */
  private BitSet literal(String others) {
    char c = text.charAt(at++);
    if (c < ' ' || c > '~' || others.indexOf(c) >= 0) {
      throw new Beyond();
    }
    return set(c, c);
  }

  private BitSet escape() {
    at++;
    if (at >= end) {
      throw new Beyond();
    }
    char c = text.charAt(at++);
    BitSet set = set('0', '9');
    switch (c) {
      case 'd' -> {}
      case 'w' -> {
        set.set('a', 'z' + 1);
        set.set('A', 'Z' + 1);
        set.set('_');
      }
      case 's' -> {
        set = set('\t', '\r');
        set.set(' ');
      }
      default -> {
        if (c < ' ' || c > '~' || Character.isLetterOrDigit(c)) {
          throw new Beyond();
        }
        set = set(c, c);
      }
    }
    return set;
  }

  private static BitSet set(char from, char to) {
    BitSet set = new BitSet();
    set.set(from, to + 1);
    return set;
  }
}
