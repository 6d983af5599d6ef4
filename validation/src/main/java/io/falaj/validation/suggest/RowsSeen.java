package io.falaj.validation.suggest;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;

/** What the records of a source hold: a state of bounded size, whatever their number. */
final class RowsSeen implements Serializable {

  private static final long serialVersionUID = 1;

  private final ColumnSeen[] columns;
  private long rows;
  private long unparsed;

  RowsSeen(int columns) {
    this.columns = new ColumnSeen[columns];
    Arrays.setAll(this.columns, i -> new ColumnSeen());
  }

  /**
   * Adds a record.
   *
   * @param row its columns, then its text where it could not be parsed
   * @param apart texts that may stand for null
   */
  void add(InternalRow row, Set<String> apart) {
    if (!row.isNullAt(columns.length)) {
      unparsed++;
      return;
    }
    rows++;
    for (int i = 0; i < columns.length; i++) {
      if (row.isNullAt(i)) {
        columns[i].addNull();
        continue;
      }
      String text = row.getUTF8String(i).toString();
      if (apart.contains(text)) {
        columns[i].addApart(text);
      } else {
        columns[i].add(text, 1);
      }
    }
  }

  RowsSeen merge(RowsSeen other) {
    rows += other.rows;
    unparsed += other.unparsed;
    for (int i = 0; i < columns.length; i++) {
      columns[i].merge(other.columns[i]);
    }
    return this;
  }

  /** Records that were parsed. */
  long rows() {
    return rows;
  }

  /** Records that could not be parsed: nothing of them is in the columns. */
  long unparsed() {
    return unparsed;
  }

  List<ColumnSeen> columns() {
    return List.of(columns);
  }
}
