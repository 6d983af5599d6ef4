package io.falaj.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Divides the blocks of tables that are read together, such as the partitions of one, into ranges
 * of block numbers that hold about the same number of blocks over all of them.
 */
final class BlockRanges {

  private BlockRanges() {}

  /**
   * Block numbers.
   *
   * @param from the first; without one, from the start
   * @param to after the last; without one, to the end, wherever that is by now
   */
  record Range(OptionalLong from, OptionalLong to) {}

  /**
   * At most so many ranges, of which every block number is in exactly one.
   *
   * @param sizes how many blocks each table has, in any order
   */
  static List<Range> of(List<Long> sizes, int ranges) {
    long all = sizes.stream().mapToLong(Long::longValue).sum();
    long longest = sizes.stream().mapToLong(Long::longValue).max().orElse(0);
    List<Range> result = new ArrayList<>();
    OptionalLong from = OptionalLong.empty();
    for (int i = 1; i < ranges; i++) {
      long bound = bound(sizes, longest, Math.multiplyExact(all, (long) i) / ranges);
      if (bound > from.orElse(0) && bound < longest) {
        result.add(new Range(from, OptionalLong.of(bound)));
        from = OptionalLong.of(bound);
      }
    }
    result.add(new Range(from, OptionalLong.empty()));
    return result;
  }

  /** The least block number below which there are so many blocks, over all tables. */
  private static long bound(List<Long> sizes, long longest, long blocks) {
    long low = 0;
    long high = longest;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (below(sizes, middle) >= blocks) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static long below(List<Long> sizes, long bound) {
    return sizes.stream().mapToLong(size -> Math.min(size, bound)).sum();
  }
}
