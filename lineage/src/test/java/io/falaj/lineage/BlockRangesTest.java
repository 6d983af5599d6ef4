package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Ranges against a count of every block. */
final class BlockRangesTest {

  @Test
  void everyBlockIsInOneRangeAndNoRangeHasMuchMoreThanItsShare() {
    Random random = new Random(7);
    for (int n = 0; n < 2000; n++) {
      int ranges = 1 + random.nextInt(8);
      List<Long> sizes = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        sizes.add((long) (random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(4)));
      }
      List<BlockRanges.Range> found = BlockRanges.of(sizes, ranges);

      assertThat(found).as("%s in %d", sizes, ranges).hasSizeBetween(1, ranges);
      long all = sizes.stream().mapToLong(Long::longValue).sum();
      for (BlockRanges.Range range : found) {
        long blocks =
            sizes.stream()
                .flatMapToLong(size -> LongStream.range(0, size))
                .filter(block -> within(range, block))
                .count();
        assertThat(blocks)
            .as("%s of %s in %d", range, sizes, ranges)
            .isLessThanOrEqualTo(all / ranges + sizes.size() + 1);
      }
      for (long block = 0; block < 310; block++) {
        long at = block;
        assertThat(found.stream().filter(range -> within(range, at)).count())
            .as("block %d of %s in %s", block, sizes, found)
            .isEqualTo(1);
      }
    }
  }

  private static boolean within(BlockRanges.Range range, long block) {
    return block >= range.from().orElse(0) && block < range.to().orElse(Long.MAX_VALUE);
  }
}
