package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that more than one row has. A group-by would first keep a map of each task's hashes,
 * to join those that are alike; but these are of keys, and hardly any two are: they are only
 * brought together and sorted, and each is compared with the one before it.
 */
final class RepeatedHashes implements Iterator<Row> {

  private final Iterator<InternalRow> sorted;
  private long last;
  private long times;
  private @Nullable Row ahead;

  private RepeatedHashes(Iterator<InternalRow> sorted) {
    this.sorted = sorted;
    advance();
  }

  /**
   * Each repeated hash, once.
   *
   * @param rows with a column of hashes that spread evenly, none of them null
   * @param column its name
   * @return them, under the same name
   */
  static Dataset<Row> of(Dataset<Row> rows, String column) {
    org.apache.spark.sql.classic.Dataset<Row> sorted =
        (org.apache.spark.sql.classic.Dataset<Row>)
            rows.select(column).repartition(col(column)).sortWithinPartitions(column);
    return sorted
        .sparkSession()
        .createDataFrame(
            sorted.queryExecution().toRdd().toJavaRDD().mapPartitions(RepeatedHashes::new),
            new StructType().add(column, DataTypes.LongType, false));
  }

  private void advance() {
    ahead = null;
    while (ahead == null && sorted.hasNext()) {
      long hash = sorted.next().getLong(0);
      times = times > 0 && hash == last ? times + 1 : 1;
      last = hash;
      if (times == 2) {
        ahead = RowFactory.create(hash);
      }
    }
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Row next() {
    Row row = ahead;
    if (row == null) {
      throw new NoSuchElementException();
    }
    advance();
    return row;
  }
}
