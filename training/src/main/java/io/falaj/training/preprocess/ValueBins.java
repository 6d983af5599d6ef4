package io.falaj.training.preprocess;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Counts of values in bins one part in 4096 wide, with the least value of each: an exact state, in
 * bounded memory, that knows the median well enough to impute with it. A hash table with open
 * addressing.
 */
final class ValueBins implements Serializable {

  /** Of a double's bits, those beyond sign, exponent and 12 of the mantissa are dropped. */
  private static final int DROPPED_BITS = 40;

  private long[] keys = new long[256];
  private long[] counts = new long[256];
  private double[] least = new double[256];
  private int used;

  void add(double signed, long count) {
    // Zero has two signs: whichever came first would be kept.
    double value = signed + 0.0;
    long key = Double.doubleToRawLongBits(value) >>> DROPPED_BITS;
    int at = place(key);
    if (counts[at] == 0) {
      if (2 * used >= keys.length) {
        grow();
        at = place(key);
      }
      used++;
      keys[at] = key;
      least[at] = value;
    }
    counts[at] += count;
    if (value < least[at]) {
      least[at] = value;
    }
  }

  void add(ValueBins other) {
    for (int i = 0; i < other.keys.length; i++) {
      if (other.counts[i] > 0) {
        add(other.least[i], other.counts[i]);
      }
    }
  }

  private int place(long key) {
    int mask = keys.length - 1;
    int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (counts[at] != 0 && keys[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldCounts = counts;
    double[] oldLeast = least;
    used = 0;
    keys = new long[2 * keys.length];
    counts = new long[keys.length];
    least = new double[keys.length];
    for (int i = 0; i < oldCounts.length; i++) {
      if (oldCounts[i] > 0) {
        add(oldLeast[i], oldCounts[i]);
      }
    }
  }

  /**
   * The least value of the bin that holds the lower median: exact for whole numbers up to 4096,
   * else off by less than one part in 4096.
   *
   * @param total of all counts, positive
   */
  double median(long total) {
    int[] bins =
        IntStream.range(0, keys.length)
            .filter(i -> counts[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> least[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    long rank = (total + 1) / 2;
    for (int bin : bins) {
      rank -= counts[bin];
      if (rank <= 0) {
        return least[bin];
      }
    }
    throw new IllegalArgumentException("fewer than " + total + " in " + Arrays.toString(counts));
  }
}
