package io.falaj.validation.suggest;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the smallest set of at most four columns that tells all rows apart. It guesses the
 * cheapest set that no known pair of rows refutes, and looks whether it holds: first in a sample,
 * then in all rows, one pass a guess. What refutes a guess is learnt from, so that the next one is
 * better; no set that is smaller than the one found can be a key.
 */
final class KeySearch {

  /** Columns that a key may have. */
  static final int COLUMNS = 4;

  /** Passes over all rows: the sample has refuted what is not nearly a key. */
  static final int PASSES = 8;

  /** Looks over all rows. */
  interface Rows {
    /** How pairs of rows differ that are the same in these columns; empty if there is none. */
    List<BitSet> refutations(int[] columns);
  }

  /**
   * What came of it.
   *
   * @param columns the key, ascending; empty where none was found
   * @param passes over all rows
   * @param complete whether there is no smaller key, and none at all where none was found
   */
  record Found(Optional<int[]> columns, int passes, boolean complete) {}

  private final DifferenceSets differences;
  private final KeySample sample;
  private final Rows rows;
  private int passes;

  /** Columns are known by their place in the costs and in the sample. */
  KeySearch(int[] costs, KeySample sample, Rows rows) {
    this.differences = new DifferenceSets(costs);
    this.sample = sample;
    this.rows = rows;
  }

  Found find() {
    for (int size = 1; size <= COLUMNS; size++) {
      for (Optional<int[]> guess = differences.cheapest(size);
          guess.isPresent();
          guess = differences.cheapest(size)) {
        List<BitSet> refutations = sample.refutations(guess.get());
        if (refutations.isEmpty()) {
          if (passes == PASSES) {
            return new Found(Optional.empty(), passes, false);
          }
          passes++;
          refutations = rows.refutations(guess.get());
        }
        if (refutations.isEmpty()) {
          return new Found(guess, passes, true);
        } else if (refutations.stream().anyMatch(BitSet::isEmpty)) {
          return new Found(Optional.empty(), passes, true);
        }
        differences.add(refutations);
      }
    }
    return new Found(Optional.empty(), passes, true);
  }
}
