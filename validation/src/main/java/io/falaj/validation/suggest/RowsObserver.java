package io.falaj.validation.suggest;

import io.falaj.lineage.RowObserver;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Looks at records of text: their columns, then their own text where they were not parsed. */
final class RowsObserver implements RowObserver<RowsSeen> {

  private static final long serialVersionUID = 1;

  private final Set<String> apart;

  /** Keeps apart the texts that may stand for null. */
  RowsObserver(Set<String> apart) {
    this.apart = Set.copyOf(apart);
  }

  @Override
  public RowsSeen open(StructType schema) {
    return new RowsSeen(schema.size() - 1);
  }

  @Override
  public void observe(RowsSeen state, InternalRow row) {
    state.add(row, apart);
  }

  @Override
  public RowsSeen merge(RowsSeen left, RowsSeen right) {
    return left.merge(right);
  }
}
