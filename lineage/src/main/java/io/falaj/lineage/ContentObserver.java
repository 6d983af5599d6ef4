package io.falaj.lineage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Rows and content checksum per interval, taken while the rows are written. */
final class ContentObserver implements RowObserver<ContentObserver.State> {

  private final Set<String> left;

  /** The columns named are left out of the checksum. */
  ContentObserver(Set<String> left) {
    this.left = Set.copyOf(left);
  }

  @Override
  public State open(StructType schema) {
    List<ColumnHash> columns = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (!left.contains(schema.apply(i).name())) {
        columns.add(ColumnHash.of(i, schema.apply(i)));
      }
    }
    // By name: the same content in another column order is the same content.
    columns.sort(Comparator.comparing(ColumnHash::name));
    int interval = List.of(schema.fieldNames()).indexOf(TableSpec.INTERVAL);
    return new State(interval, columns.toArray(new ColumnHash[0]));
  }

  @Override
  public void observe(State state, InternalRow row) {
    state.add(row);
  }

  @Override
  public State merge(State left, State right) {
    right.sums.forEach((interval, sum) -> left.of(interval).add(sum));
    return left;
  }

  /** One partition's sums, by the text of the rows' interval; one text for all where it is none. */
  static final class State implements Serializable {
    private final int interval;
    private final transient ColumnHash @Nullable [] columns;
    private final Map<String, Sum> sums = new TreeMap<>();
    private transient @Nullable UTF8String lastInterval;
    private transient @Nullable Sum lastSum;

    State(int interval, ColumnHash[] columns) {
      this.interval = interval;
      this.columns = columns;
    }

    Sum of(String text) {
      return sums.computeIfAbsent(text, unused -> new Sum());
    }

    Map<String, Sum> sums() {
      return sums;
    }

    long rows() {
      return sums.values().stream().mapToLong(sum -> sum.rows).sum();
    }

    private void add(InternalRow row) {
      ColumnHash[] hashes = columns;
      if (hashes == null) {
        throw new IllegalStateException("a state that travelled takes no more rows");
      }
      long hash = 0x9E3779B97F4A7C15L;
      for (ColumnHash column : hashes) {
        hash = column.hash(row, hash);
      }
      sumFor(row).add(hash);
    }

    private Sum sumFor(InternalRow row) {
      UTF8String text =
          interval < 0 || row.isNullAt(interval)
              ? UTF8String.EMPTY_UTF8
              : row.getUTF8String(interval);
      Sum sum = lastSum;
      if (sum == null || !text.equals(lastInterval)) {
        lastInterval = text.clone();
        sum = of(text.toString());
        lastSum = sum;
      }
      return sum;
    }
  }

  /** Order-independent: sums of the row hashes, and of the hashes mixed once more. */
  static final class Sum implements Serializable {
    private long rows;
    private long plain;
    private long mixed;

    void add(long hash) {
      rows++;
      plain += hash;
      mixed += ColumnHash.mix(hash);
    }

    void add(Sum other) {
      rows += other.rows;
      plain += other.plain;
      mixed += other.mixed;
    }

    IntervalContent content() {
      return new IntervalContent(rows, "%016x%016x".formatted(plain, mixed));
    }
  }
}
