package io.falaj.features.pit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.falaj.features.FeatureView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * The last resort of the total order. Spark's own hash passes over nulls, takes −0.0 for 0.0 and
 * refuses maps; rows that differ only so must not tie, or the order of rows would decide.
 */
final class RowHash {

  private static final Map<String, String> JSON =
      new TreeMap<>(
          Map.of(
              "ignoreNullFields", "false",
              "timeZone", "UTC",
              "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
              "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS"));

  private RowHash() {}

  /**
   * Over whether the event is removed, when it was known, and all inputs of the view, in whatever
   * order its features are declared.
   */
  static Column of(FeatureView view, StructType events) {
    List<Column> hashed = new ArrayList<>();
    hashed.add(col(EventLayout.DELETED));
    hashed.add(col(EventLayout.AVAILABLE_TIME));
    for (String input : new TreeSet<>(EventLayout.inputs(view.features()).keySet())) {
      ColumnType type = new ColumnType(events.apply(input).dataType());
      Column value = col(input);
      hashed.add(nested(type.type()) ? to_json(value, JSON) : value);
      hashed.add(value.isNull());
      if (type.floating()) {
        hashed.add(negativeZero(value));
      }
    }
    return xxhash64(hashed.toArray(Column[]::new));
  }

  private static boolean nested(DataType type) {
    return type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
  }

  private static Column negativeZero(Column value) {
    return when(value.equalTo(0).and(value.cast("string").startsWith("-")), lit(true));
  }
}
