package io.falaj.features.pit;

import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/** Rows that Spark has shuffled and sorted. */
final class RowCursor implements EventCursor {

  private final Iterator<InternalRow> rows;
  private @Nullable InternalRow row;

  RowCursor(Iterator<InternalRow> rows) {
    this.rows = rows;
  }

  @Override
  public boolean advance() {
    row = rows.hasNext() ? rows.next() : null;
    return row != null;
  }

  @Override
  public @Nullable InternalRow row() {
    return row;
  }
}
