package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a query, for people and for programs.
 *
 * @param schema their columns
 * @param rows few enough for memory
 */
record Rows(StructType schema, List<Row> rows) {

  private static final int WIDEST = 60;

  /** A table in plain text, numbers to the right; long values are cut. */
  String text() {
    String[] names = schema.fieldNames();
    List<String[]> cells = new ArrayList<>();
    int[] widths = Arrays.stream(names).mapToInt(String::length).toArray();
    for (Row row : rows) {
      String[] line = new String[names.length];
      for (int i = 0; i < names.length; i++) {
        line[i] = cut(shown(row.get(i)));
        widths[i] = Math.max(widths[i], line[i].length());
      }
      cells.add(line);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(names, widths));
    lines.add(Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining("  ")));
    cells.forEach(line -> lines.add(line(line, widths)));
    lines.add(rows.size() == 1 ? "1 row" : rows.size() + " rows");
    return String.join("\n", lines);
  }

  private String line(String[] cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String padding = " ".repeat(Math.max(0, widths[i] - cells[i].length()));
      boolean number =
          schema.fields()[i].dataType() instanceof org.apache.spark.sql.types.NumericType;
      line.append(i == 0 ? "" : "  ").append(number ? padding + cells[i] : cells[i] + padding);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "null" : String.valueOf(plain(value)).replace('\n', ' ');
  }

  /**
   * One map a row, in the order of the columns.
   *
   * @throws FalajException.Configuration if two columns have one name
   */
  List<Map<String, Object>> objects() {
    java.util.Set<String> names = new java.util.HashSet<>();
    for (String name : schema.fieldNames()) {
      if (!names.add(name)) {
        throw new FalajException.Configuration(
            "Two columns are called '%s', and JSON can hold one: tell them apart with AS."
                .formatted(name));
      }
    }
    return rows.stream().map(Rows::object).toList();
  }

  private static Map<String, Object> object(Row row) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (String name : row.schema().fieldNames()) {
      object.put(name, plain(row.get(row.fieldIndex(name))));
    }
    return object;
  }

  /** As JSON knows values: times as text, nested rows as maps. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    } else if (value instanceof Row row) {
      return object(row);
    } else if (value instanceof java.sql.Timestamp time) {
      return time.toInstant().toString();
    } else if (value instanceof byte[] bytes) {
      return java.util.HexFormat.of().formatHex(bytes);
    } else if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      scala.jdk.javaapi.CollectionConverters.asJava(map)
          .forEach((key, item) -> plain.put(String.valueOf(key), plain(item)));
      return plain;
    } else if (value instanceof scala.collection.Iterable<?> items) {
      List<Object> plain = new ArrayList<>();
      scala.jdk.javaapi.CollectionConverters.asJava(items).forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return value.toString();
  }
}
