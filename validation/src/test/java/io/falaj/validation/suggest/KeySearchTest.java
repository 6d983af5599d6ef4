package io.falaj.validation.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.validation.suggest.KeySearch.Found;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySearchTest {

  private static Found find(int[] costs, List<long[]> rows, int sampled) {
    KeySample all = new KeySample(rows);
    return new KeySearch(costs, new KeySample(rows.subList(0, sampled)), all::refutations).find();
  }

  /** Against all sets of up to four columns, tried one by one. */
  @Test
  void theCheapestOfTheSmallestKeysIsFoundAndNoKeyIsMissed() {
    Random random = new Random(5);
    int found = 0;
    int givenUp = 0;
    for (int i = 0; i < 3000; i++) {
      int columns = 1 + random.nextInt(7);
      List<long[]> rows = new ArrayList<>();
      int values = 1 + random.nextInt(4);
      for (int r = random.nextInt(14); r >= 0; r--) {
        rows.add(random.longs(columns, 0, values + 1).toArray());
      }
      int[] costs = random.ints(columns, 1, 4).toArray();
      Found is = find(costs, rows, random.nextInt(rows.size() + 1));
      Optional<int[]> best = bruteForce(costs, rows);
      if (is.complete()) {
        assertThat(is.columns().map(Arrays::toString))
            .as("columns %d, costs %s", columns, Arrays.toString(costs))
            .isEqualTo(best.map(Arrays::toString));
        found += best.isPresent() ? 1 : 0;
      } else {
        assertThat(is.columns()).isEmpty();
        assertThat(is.passes()).isEqualTo(KeySearch.PASSES);
        givenUp++;
      }
    }
    assertThat(found).isBetween(500, 2900);
    assertThat(givenUp).as("samples here are as good as none").isLessThan(300);
  }

  private static Optional<int[]> bruteForce(int[] costs, List<long[]> rows) {
    int[] best = null;
    for (int set = 1; set < 1 << costs.length; set++) {
      int[] columns = BitSet.valueOf(new long[] {set}).stream().toArray();
      boolean better =
          columns.length <= KeySearch.COLUMNS
              && (best == null || compare(columns, best, costs) < 0);
      if (better && unique(columns, rows)) {
        best = columns;
      }
    }
    return Optional.ofNullable(best);
  }

  private static int compare(int[] left, int[] right, int[] costs) {
    if (left.length != right.length) {
      return left.length - right.length;
    }
    int price = Arrays.stream(left).map(c -> costs[c]).sum();
    int other = Arrays.stream(right).map(c -> costs[c]).sum();
    return price != other ? price - other : Arrays.compare(left, right);
  }

  private static boolean unique(int[] columns, List<long[]> rows) {
    Set<List<Long>> seen = new HashSet<>();
    return rows.stream()
        .allMatch(row -> seen.add(Arrays.stream(columns).mapToObj(c -> row[c]).toList()));
  }

  @Test
  void aSampleThatKnowsNothingCostsPassesAndTheyAreBounded() {
    // Of each pair of columns one row is the same: no sample, so each guess is a pass.
    List<long[]> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      long[] row = new long[12];
      row[i] = 1;
      rows.add(row);
    }
    Found none = find(IntStream.range(0, 12).map(i -> 1).toArray(), rows, 0);
    assertThat(none.columns()).isEmpty();
    assertThat(none.passes()).isLessThanOrEqualTo(KeySearch.PASSES);
  }

  @Test
  void amongFiveHundredColumnsAKeyOfThreeIsFoundSoon() {
    Random random = new Random(9);
    List<long[]> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      long[] row = random.longs(500, 0, 2).toArray();
      row[77] = i % 10;
      row[200] = i / 10 % 10;
      row[499] = i / 100;
      for (int c = 0; c < 500; c++) {
        // Nothing else tells much: the others are the same in nearly all rows.
        row[c] = c == 77 || c == 200 || c == 499 ? row[c] : row[c] * (i % 250 == 0 ? 1 : 0);
      }
      rows.add(row);
    }
    Found found = find(IntStream.range(0, 500).map(i -> 1).toArray(), rows, 1000);
    assertThat(found.columns().orElseThrow()).containsExactly(77, 200, 499);
    assertThat(found.passes()).isEqualTo(1);
  }

  @Test
  void rowsThatAreTheSameHaveNoKey() {
    Found none = find(new int[] {1, 1}, List.of(new long[] {1, 2}, new long[] {1, 2}), 0);
    assertThat(none.columns()).isEmpty();
    assertThat(none.complete()).isTrue();
    assertThat(none.passes()).isEqualTo(1);
  }
}
