package io.falaj.validation.profile;

import java.util.HashMap;
import java.util.Map;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.hll.HllSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Text. Counts are gathered by the bytes of a row, without making strings, and handed to the sketch
 * when there are too many different ones; where nearly all are different, one by one.
 */
final class TextTap extends ColumnTap {

  /** Longer texts are counted as frequent values by their first characters. */
  static final int KEPT_CHARACTERS = 128;

  /** Hashed for the empty text, of which the sketch would take no notice: no text has this byte. */
  private static final byte[] EMPTY = {(byte) 0xFF};

  private static final int MOST_COUNTED = Sketches.TEXT_ITEMS * 3 / 4;

  private final Map<UTF8String, Count> counted = new HashMap<>();
  private final ItemsSketch<HashedText> items = new ItemsSketch<>(Sketches.TEXT_ITEMS);
  private final HllSketch hll = Sketches.hll();
  private int minLength = -1;
  private int maxLength = -1;
  private long times;
  private boolean different;

  TextTap(int ordinal) {
    super(ordinal);
  }

  @Override
  void addValue(InternalRow row) {
    UTF8String value = row.getUTF8String(ordinal);
    if (different) {
      items.update(new HashedText(first(value)));
      return;
    }
    Count count = counted.get(value);
    if (count == null) {
      UTF8String key = first(value);
      if (counted.size() == MOST_COUNTED) {
        different = times * 4 < MOST_COUNTED * 5L;
        flush();
      }
      count = counted.computeIfAbsent(key, k -> new Count());
    }
    count.times++;
    times++;
  }

  /** Takes notice of a text, and gives what it is counted as. */
  private UTF8String first(UTF8String value) {
    int length = value.numChars();
    minLength = minLength < 0 ? length : Math.min(minLength, length);
    maxLength = Math.max(maxLength, length);
    hll.update(value.numBytes() == 0 ? EMPTY : value.getBytes());
    return (length > KEPT_CHARACTERS ? value.substring(0, KEPT_CHARACTERS) : value).copy();
  }

  private void flush() {
    times = 0;
    counted.forEach((value, count) -> items.update(new HashedText(value), count.times));
    counted.clear();
  }

  @Override
  ProfileState state() {
    flush();
    return new ProfileState(
        ProfileKind.TEXT,
        counts(0, 0, minLength, maxLength),
        Moments.NONE,
        hll,
        null,
        Sketches.texts(items));
  }

  private static final class Count {
    private long times;
  }
}
