package io.falaj.lineage.bench;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much a bench is to do; what is not said is the bench's own choice, which its goals are for.
 *
 * @param askedRounds how often each contender runs, after one run that does not count
 * @param askedRows how many rows its data has
 */
public record BenchSize(OptionalInt askedRounds, OptionalLong askedRows) {

  /** As the bench likes it. */
  static final BenchSize USUAL = new BenchSize(OptionalInt.empty(), OptionalLong.empty());

  public int rounds(int usual) {
    return askedRounds.orElse(usual);
  }

  public long rows(long usual) {
    return askedRows.orElse(usual);
  }
}
