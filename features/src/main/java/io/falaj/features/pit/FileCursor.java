package io.falaj.features.pit;

import io.falaj.lineage.FalajException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.sql.vectorized.ColumnarBatchRow;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file as its column batches hold them, none copied; that they are sorted is
 * verified on the way.
 */
final class FileCursor implements EventCursor {

  private final String path;
  private final scala.collection.Iterator<?> batches;
  private final EventReader reader;
  private @Nullable InternalRow row;
  private @Nullable InternalRow previous;
  private int next;
  private int rows;

  FileCursor(String path, scala.collection.Iterator<?> batches, EventReader reader) {
    this.path = path;
    this.batches = batches;
    this.reader = reader;
  }

  @Override
  public boolean advance() {
    if (next == rows && !nextBatch()) {
      row = null;
      return false;
    }
    if (row instanceof ColumnarBatchRow at) {
      if (previous instanceof ColumnarBatchRow before) {
        before.rowId = at.rowId;
      }
      at.rowId = next;
    }
    next++;
    if (previous != null && row != null && next > 1) {
      verify(previous, row);
    }
    return true;
  }

  private boolean nextBatch() {
    InternalRow last = row == null ? null : row.copy();
    do {
      if (!batches.hasNext()) {
        return false;
      }
      Object batch = batches.next();
      next = 0;
      if (batch instanceof ColumnarBatch columnar) {
        rows = columnar.numRows();
        ColumnVector[] columns = new ColumnVector[columnar.numCols()];
        for (int i = 0; i < columns.length; i++) {
          columns[i] = columnar.column(i);
        }
        row = new ColumnarBatchRow(columns);
        previous = new ColumnarBatchRow(columns);
      } else {
        rows = 1;
        row = (InternalRow) batch;
        previous = null;
      }
    } while (rows == 0);
    if (last != null && row != null) {
      if (row instanceof ColumnarBatchRow at) {
        at.rowId = 0;
      }
      verify(last, row);
    }
    return true;
  }

  private void verify(InternalRow before, InternalRow after) {
    if (reader.compareRows(before, after) > 0) {
      throw new FalajException.DataRefused(
          ("File %s is marked as sorted, but its rows are not in the order of keys and known time:"
                  + " it was changed outside Falaj. Restore it, or materialize the view anew into"
                  + " an empty table.")
              .formatted(path));
    }
  }

  @Override
  public @Nullable InternalRow row() {
    return row;
  }
}
