package io.falaj.lineage;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Counts rows that have a value in the first column. */
final class CountRows implements RowObserver<long[]> {
  @Override
  public long[] open(StructType schema) {
    return new long[1];
  }

  @Override
  public void observe(long[] state, InternalRow row) {
    state[0] += row.isNullAt(0) ? 0 : 1;
  }

  @Override
  public long[] merge(long[] left, long[] right) {
    left[0] += right[0];
    return left;
  }
}
