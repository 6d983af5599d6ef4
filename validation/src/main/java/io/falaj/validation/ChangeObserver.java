package io.falaj.validation;

import io.falaj.lineage.RowObserver;
import java.io.Serializable;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the wanted rows whose key raw has with other values, and looks where it has it; and where
 * it has those that the source did not change, but the way of reading them.
 */
final class ChangeObserver implements RowObserver<ChangeObserver.Changes> {

  private static final long serialVersionUID = 1;

  /** As many keys are told of in a message. */
  private static final int EXAMPLES = 3;

  @Override
  public Changes open(StructType schema) {
    return new Changes(
        schema.fieldIndex(RawRows.WANTED),
        schema.fieldIndex(SourceChanges.BEFORE),
        schema.fieldIndex(SourceChanges.KEY));
  }

  @Override
  public void observe(Changes state, InternalRow row) {
    if (row.getBoolean(state.wanted) && !row.isNullAt(state.before)) {
      boolean changed = !row.isNullAt(state.key);
      ArrayData intervals = row.getArray(state.before);
      for (int i = 0; i < intervals.numElements(); i++) {
        (changed ? state.intervals : state.anew).add(intervals.getUTF8String(i).toString());
      }
      if (changed) {
        state.rows++;
        state.keys.add(row.getUTF8String(state.key).toString());
        state.trim();
      }
    }
  }

  @Override
  public Changes merge(Changes left, Changes right) {
    left.rows += right.rows;
    left.intervals.addAll(right.intervals);
    left.anew.addAll(right.anew);
    left.keys.addAll(right.keys);
    left.trim();
    return left;
  }

  /** What was seen. */
  static final class Changes implements Serializable {
    private static final long serialVersionUID = 1;

    private final int wanted;
    private final int before;
    private final int key;
    private final TreeSet<String> intervals = new TreeSet<>();
    private final TreeSet<String> anew = new TreeSet<>();
    private final TreeSet<String> keys = new TreeSet<>();
    private long rows;

    Changes(int wanted, int before, int key) {
      this.wanted = wanted;
      this.before = before;
      this.key = key;
    }

    private void trim() {
      while (keys.size() > EXAMPLES) {
        keys.pollLast();
      }
    }

    long rows() {
      return rows;
    }

    /** Those in which raw has rows of the keys. */
    SortedSet<String> intervals() {
      return intervals;
    }

    /** Those in which raw has rows that the source still has, and that are read anew. */
    SortedSet<String> anew() {
      return anew;
    }

    /** The first keys. */
    SortedSet<String> keys() {
      return keys;
    }
  }
}
