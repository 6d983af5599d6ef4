package io.falaj.validation.suggest;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * For pairs of rows, the columns in which they differ. A set of columns tells all rows apart only
 * if it has a column of each: so the smallest set that has may be a key, and no smaller one is.
 */
final class DifferenceSets {

  /** Steps of one search; beyond them it takes the best that it has found. */
  private static final int STEPS = 1_000_000;

  private final int[] costs;
  private final Set<BitSet> known = new HashSet<>();
  private final List<BitSet> smallestFirst = new ArrayList<>();
  private int steps;
  private int bestCost;
  private int[] best = {};

  /** The price of each column: of sets of one size, the cheapest is taken. */
  DifferenceSets(int[] costs) {
    this.costs = costs.clone();
    BitSet all = new BitSet();
    all.set(0, costs.length);
    add(List.of(all));
  }

  void add(List<BitSet> sets) {
    for (BitSet set : sets) {
      if (known.add(set)) {
        smallestFirst.add(set);
      }
    }
    smallestFirst.sort(Comparator.comparingInt(BitSet::cardinality));
  }

  /**
   * The cheapest set of at most so many columns that has one of each difference; of equally cheap
   * ones that whose columns come first. In ascending order; empty if there is none.
   */
  Optional<int[]> cheapest(int size) {
    steps = 0;
    bestCost = Integer.MAX_VALUE;
    best = new int[0];
    search(new BitSet(), 0, size, new BitSet());
    return best.length == 0 ? Optional.empty() : Optional.of(best);
  }

  private void search(BitSet chosen, int cost, int left, BitSet refused) {
    BitSet open = firstOpen(chosen);
    if (open == null) {
      keep(chosen.stream().toArray(), cost);
      return;
    }
    if (left == 0) {
      return;
    }
    // A column tried here need not be tried again beneath its siblings.
    BitSet tried = (BitSet) refused.clone();
    for (int column = open.nextSetBit(0); column >= 0; column = open.nextSetBit(column + 1)) {
      if (tried.get(column) || cost + costs[column] > bestCost || steps++ > STEPS) {
        continue;
      }
      chosen.set(column);
      search(chosen, cost + costs[column], left - 1, tried);
      chosen.clear(column);
      tried.set(column);
    }
  }

  private @org.jspecify.annotations.Nullable BitSet firstOpen(BitSet chosen) {
    for (BitSet set : smallestFirst) {
      if (!set.intersects(chosen)) {
        return set;
      }
    }
    return null;
  }

  private void keep(int[] columns, int cost) {
    if (cost < bestCost || (cost == bestCost && java.util.Arrays.compare(columns, best) < 0)) {
      bestCost = cost;
      best = columns;
    }
  }
}
