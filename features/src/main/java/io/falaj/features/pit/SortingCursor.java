package io.falaj.features.pit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** The rows of a file that is not known to be sorted: read whole, then sorted. */
final class SortingCursor implements EventCursor {

  private final scala.collection.Iterator<?> batches;
  private final EventReader reader;
  private @Nullable EventCursor sorted;

  SortingCursor(scala.collection.Iterator<?> batches, EventReader reader) {
    this.batches = batches;
    this.reader = reader;
  }

  @Override
  public boolean advance() {
    if (sorted == null) {
      sorted = sort();
    }
    return sorted.advance();
  }

  private EventCursor sort() {
    List<InternalRow> rows = new ArrayList<>();
    while (batches.hasNext()) {
      Object batch = batches.next();
      if (batch instanceof ColumnarBatch columnar) {
        Iterator<InternalRow> each = columnar.rowIterator();
        each.forEachRemaining(row -> rows.add(row.copy()));
      } else {
        rows.add(((InternalRow) batch).copy());
      }
    }
    rows.sort(reader::compareRows);
    return new RowCursor(rows.iterator());
  }

  @Override
  public @Nullable InternalRow row() {
    return sorted == null ? null : sorted.row();
  }
}
