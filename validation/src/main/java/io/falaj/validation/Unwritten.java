package io.falaj.validation;

import io.falaj.lineage.RowObserver;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Columns that rows bring along from where they were looked at, and their table does not get. To
 * leave them out any earlier would copy each row once more.
 */
record Unwritten(Set<String> beside) implements RowObserver<Unwritten.Nothing> {

  /** There is nothing to see of them. */
  enum Nothing {
    /** The one and only. */
    NOTHING
  }

  static Unwritten of(String... columns) {
    return new Unwritten(Set.of(columns));
  }

  @Override
  public Nothing open(StructType schema) {
    return Nothing.NOTHING;
  }

  @Override
  public void observe(Nothing state, InternalRow row) {}

  @Override
  public Nothing merge(Nothing left, Nothing right) {
    return left;
  }
}
