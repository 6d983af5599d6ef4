package io.falaj.validation;

import io.falaj.lineage.RowObserver;
import io.falaj.lineage.TableSpec;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Counts the failure bits of raw rows, by interval, while the rows are written. */
final class FailureCounter implements RowObserver<FailureCounter.Counts> {

  private static final long serialVersionUID = 1;

  private final ArrayList<String> words;

  FailureCounter(List<String> words) {
    this.words = new ArrayList<>(words);
  }

  @Override
  public Counts open(StructType schema) {
    return new Counts(
        schema.fieldIndex(TableSpec.INTERVAL),
        words.stream().mapToInt(schema::fieldIndex).toArray());
  }

  @Override
  public void observe(Counts state, InternalRow row) {
    state.add(row);
  }

  @Override
  public Counts merge(Counts left, Counts right) {
    right.byInterval.forEach((interval, bits) -> left.of(interval).add(bits));
    return left;
  }

  /** Counts to be put in one by one. */
  static Counts counts(int words) {
    return new Counts(-1, new int[words]);
  }

  /** Rows and failures by the text of their interval. */
  static final class Counts implements Serializable {
    private static final long serialVersionUID = 1;

    private final int interval;
    private final int[] words;
    private final TreeMap<String, Bits> byInterval = new TreeMap<>();
    private transient @Nullable UTF8String lastInterval;
    private transient @Nullable Bits last;

    Counts(int interval, int[] words) {
      this.interval = interval;
      this.words = words;
    }

    private void add(InternalRow row) {
      UTF8String text = row.getUTF8String(interval);
      Bits bits = last;
      if (bits == null || !text.equals(lastInterval)) {
        lastInterval = text.copy();
        bits = of(text.toString());
        last = bits;
      }
      bits.rows++;
      for (int w = 0; w < words.length; w++) {
        for (long left = row.getLong(words[w]); left != 0; left &= left - 1) {
          bits.failures[w * RowChecks.WORD + Long.numberOfTrailingZeros(left)]++;
        }
      }
    }

    private Bits of(String text) {
      return byInterval.computeIfAbsent(text, unused -> new Bits(words.length));
    }

    /** Rows of an interval. */
    long rows(String text) {
      Bits bits = byInterval.get(text);
      return bits == null ? 0 : bits.rows;
    }

    /** Rows of an interval whose bit is set. */
    long failures(String text, int bit) {
      Bits bits = byInterval.get(text);
      return bits == null ? 0 : bits.failures[bit];
    }

    void put(String text, long rows, long[] failures) {
      Bits bits = of(text);
      bits.rows = rows;
      System.arraycopy(failures, 0, bits.failures, 0, failures.length);
    }
  }

  private static final class Bits implements Serializable {
    private static final long serialVersionUID = 1;

    private long rows;
    private final long[] failures;

    Bits(int words) {
      failures = new long[words * RowChecks.WORD];
    }

    void add(Bits other) {
      rows += other.rows;
      for (int i = 0; i < failures.length; i++) {
        failures[i] += other.failures[i];
      }
    }
  }
}
