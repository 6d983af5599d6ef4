package io.falaj.validation.profile;

import java.util.function.ObjLongConsumer;

/** Counts different numbers exactly as long as they are few: an open-addressing table. */
final class FewNumbers {

  /** What became of a number. */
  enum Added {
    KNOWN,
    NEW,
    FULL
  }

  private final int limit;
  private final int shift;
  private final double[] values;
  private final long[] counts;
  private int size;

  FewNumbers(int limit) {
    this.limit = limit;
    int slots = Integer.highestOneBit(limit * 4 - 1) << 1;
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
    this.values = new double[slots];
    this.counts = new long[slots];
  }

  /** Counts a number that is not NaN; negative zero is zero. */
  Added add(double number) {
    double value = number + 0.0;
    // Small whole numbers differ in their first bits alone, and so do these products of them.
    int slot = (int) ((Double.doubleToRawLongBits(value) * 0x9E3779B97F4A7C15L) >>> shift);
    while (counts[slot] != 0) {
      if (values[slot] == value) {
        counts[slot]++;
        return Added.KNOWN;
      }
      slot = (slot + 1) & (values.length - 1);
    }
    if (size == limit) {
      return Added.FULL;
    }
    size++;
    values[slot] = value;
    counts[slot] = 1;
    return Added.NEW;
  }

  void forEach(ObjLongConsumer<String> consumer) {
    for (int i = 0; i < values.length; i++) {
      if (counts[i] > 0) {
        consumer.accept(text(values[i]), counts[i]);
      }
    }
  }

  /** Whole numbers are written without a fraction: 3, not 3.0. */
  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
