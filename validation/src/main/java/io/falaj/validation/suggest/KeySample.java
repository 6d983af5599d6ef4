package io.falaj.validation.suggest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some rows, as hashes of their values: they refute most sets of columns without a look at the
 * others.
 */
final class KeySample {

  /** Of one set of columns so many pairs of rows are learnt from. */
  static final int PAIRS = 64;

  private final List<long[]> rows;

  KeySample(List<long[]> rows) {
    this.rows = List.copyOf(rows);
  }

  /** How pairs of rows differ that are the same in these columns; empty if the rows have none. */
  List<BitSet> refutations(int[] columns) {
    Map<Long, Integer> seen = new HashMap<>();
    List<BitSet> differences = new ArrayList<>();
    for (int i = 0; i < rows.size() && differences.size() < PAIRS; i++) {
      long hash = 0;
      for (int column : columns) {
        hash = hash * 0x9E3779B97F4A7C15L + rows.get(i)[column];
      }
      Integer other = seen.putIfAbsent(hash, i);
      if (other != null && same(rows.get(other), rows.get(i), columns)) {
        differences.add(difference(rows.get(other), rows.get(i)));
      }
    }
    return differences;
  }

  private static boolean same(long[] left, long[] right, int[] columns) {
    for (int column : columns) {
      if (left[column] != right[column]) {
        return false;
      }
    }
    return true;
  }

  /** The columns in which two rows differ. */
  static BitSet difference(long[] left, long[] right) {
    BitSet difference = new BitSet();
    for (int i = 0; i < left.length; i++) {
      difference.set(i, left[i] != right[i]);
    }
    return difference;
  }
}
