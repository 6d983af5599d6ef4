package io.falaj.training.preprocess;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.config.Problems;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Gathers rows and encodes them, a column at a time, to a row-major float32 block: the one way in
 * which feature values reach a network, in training and in scoring. Not safe for several threads.
 */
public final class BlockEncoder {

  private final Column[] columns;
  private final int capacity;
  private final int width;
  private int rows;

  /**
   * Prepares to encode rows.
   *
   * @param schema of the rows that will come: columns are found by name
   * @param capacity the greatest number of rows in a block
   * @throws FalajException.Configuration if a column is absent, or is no number where one is read
   */
  public BlockEncoder(Preprocessing preprocessing, StructType schema, int capacity) {
    this.capacity = capacity;
    this.width = preprocessing.width();
    this.columns = new Column[preprocessing.columns().size()];
    List<String> known = Arrays.asList(schema.fieldNames());
    int slot = 0;
    for (int i = 0; i < columns.length; i++) {
      ColumnEncoding encoding = preprocessing.columns().get(i);
      int position = known.indexOf(encoding.column());
      if (position < 0) {
        throw new FalajException.Configuration(
            ("The model reads the feature column '%s', which these rows do not have.%s Score the"
                    + " rows of the training set's own definition.")
                .formatted(encoding.column(), Problems.suggest(encoding.column(), known)));
      }
      DataType type = schema.fields()[position].dataType();
      if (encoding instanceof ColumnEncoding.Numeric && !Numbers.isNumber(type)) {
        throw new FalajException.Configuration(
            ("The model reads the feature column '%s' as a number, and in these rows it is of type"
                    + " %s. Score the rows of the training set's own definition.")
                .formatted(encoding.column(), type.simpleString()));
      }
      columns[i] =
          encoding instanceof ColumnEncoding.Numeric number
              ? new NumberColumn(position, slot, number, capacity)
              : new CategoryColumn(position, slot, (ColumnEncoding.Category) encoding, capacity);
      slot += encoding.slots().size();
    }
  }

  public int width() {
    return width;
  }

  /** How many rows were added since the last {@link #encode}. */
  public int rows() {
    return rows;
  }

  public boolean full() {
    return rows == capacity;
  }

  /** Adds a row; the block must not be full. */
  public void add(Row row) {
    for (Column column : columns) {
      column.set(rows, row.get(column.position));
    }
    rows++;
  }

  /**
   * Encodes the rows added and starts anew.
   *
   * @param block row {@code i} is put at {@code i × width()}; what lies behind the last row stays
   * @return the number of rows
   */
  public int encode(float[] block) {
    Arrays.fill(block, 0, rows * width, 0f);
    for (Column column : columns) {
      column.encode(block, rows, width);
    }
    int encoded = rows;
    rows = 0;
    return encoded;
  }

  private abstract static class Column {
    final int position;
    final int slot;

    Column(int position, int slot) {
      this.position = position;
      this.slot = slot;
    }

    abstract void set(int row, Object value);

    abstract void encode(float[] block, int rows, int width);
  }

  private static final class NumberColumn extends Column {
    private final ColumnEncoding.Numeric encoding;
    private final double[] values;

    NumberColumn(int position, int slot, ColumnEncoding.Numeric encoding, int capacity) {
      super(position, slot);
      this.encoding = encoding;
      this.values = new double[capacity];
    }

    @Override
    void set(int row, Object value) {
      values[row] = Numbers.of(value);
    }

    @Override
    void encode(float[] block, int rows, int width) {
      double clip = encoding.clip();
      for (int i = 0, at = slot; i < rows; i++, at += width) {
        double x = encoding.log1p() ? Numbers.log1p(values[i]) : values[i];
        if (!Numbers.known(x)) {
          x = encoding.impute();
          if (encoding.indicator()) {
            block[at + 1] = 1f;
          }
        }
        double z = (x - encoding.mean()) / encoding.scale();
        block[at] = (float) Math.max(-clip, Math.min(clip, z));
      }
    }
  }

  private static final class CategoryColumn extends Column {
    private final Map<String, Integer> codes = new HashMap<>();
    private final int other;
    private final int[] values;

    CategoryColumn(int position, int slot, ColumnEncoding.Category encoding, int capacity) {
      super(position, slot);
      encoding.values().forEach(value -> codes.put(value, codes.size()));
      this.other = codes.size();
      this.values = new int[capacity];
    }

    @Override
    void set(int row, Object value) {
      values[row] = value == null ? other : codes.getOrDefault(value.toString(), other);
    }

    @Override
    void encode(float[] block, int rows, int width) {
      for (int i = 0, at = slot; i < rows; i++, at += width) {
        block[at + values[i]] = 1f;
      }
    }
  }
}
