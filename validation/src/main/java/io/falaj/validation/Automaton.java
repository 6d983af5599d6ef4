package io.falaj.validation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** A nondeterministic automaton over ASCII characters, put together from parts of an expression. */
final class Automaton {

  /** Each character that is written out is two: of more, {@link BytePattern} would be too large. */
  private static final int MOST_STATES = 4_000;

  /** An expression is not for such an automaton. */
  static final class Beyond extends RuntimeException {
    private static final long serialVersionUID = 1;

    Beyond() {
      super(null, null, false, false);
    }
  }

  /**
   * A part of it: from a state that is entered to one that is left.
   *
   * @param nullable whether nothing matches it
   */
  record Part(int in, int out, boolean nullable) {}

  private final List<BitSet> characters = new ArrayList<>();
  private final List<List<Integer>> silent = new ArrayList<>();
  private Part whole = new Part(0, 0, true);

  /** One character of these. */
  Part one(BitSet of) {
    int in = state(of);
    return new Part(in, state(new BitSet()), false);
  }

  /** Nothing. */
  Part nothing() {
    int in = state(new BitSet());
    return new Part(in, in, true);
  }

  Part then(Part first, Part second) {
    silent.get(first.out()).add(second.in());
    return new Part(first.in(), second.out(), first.nullable() && second.nullable());
  }

  Part either(Part first, Part second) {
    int in = state(new BitSet());
    int out = state(new BitSet());
    for (Part part : List.of(first, second)) {
      silent.get(in).add(part.in());
      silent.get(part.out()).add(out);
    }
    return new Part(in, out, first.nullable() || second.nullable());
  }

  Part optional(Part part) {
    return either(part, nothing());
  }

  Part anyNumber(Part part) {
    Part hub = nothing();
    silent.get(hub.in()).add(part.in());
    silent.get(part.out()).add(hub.in());
    return hub;
  }

  /** What all of it matches. */
  Automaton whole(Part part) {
    whole = part;
    return this;
  }

  private int state(BitSet of) {
    if (silent.size() == MOST_STATES) {
      throw new Beyond();
    }
    characters.add(of);
    silent.add(new ArrayList<>());
    return silent.size() - 1;
  }

  /** The states that it is in before the first character. */
  BitSet start() {
    BitSet states = new BitSet();
    enter(whole.in(), states);
    return states;
  }

  /** The states that it is in after one more. */
  BitSet after(BitSet states, int character) {
    BitSet next = new BitSet();
    states.stream()
        .filter(state -> characters.get(state).get(character))
        .forEach(state -> enter(state + 1, next)); // as one() made them
    return next;
  }

  boolean accepts(BitSet states) {
    return states.get(whole.out());
  }

  /** Enters a state and all that follow it in silence, however many in a row. */
  private void enter(int state, BitSet states) {
    Deque<Integer> left = new ArrayDeque<>(List.of(state));
    while (!left.isEmpty()) {
      int next = left.pop();
      if (!states.get(next)) {
        states.set(next);
        left.addAll(silent.get(next));
      }
    }
  }
}
