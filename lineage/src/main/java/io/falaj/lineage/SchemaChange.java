package io.falaj.lineage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A column of a table that became another one.
 *
 * @param column its name
 * @param was its type as SQL names it; empty if the column is new
 * @param is its type from now on
 */
public record SchemaChange(String column, Optional<String> was, String is) {

  /** What leads from one schema to another that has at least the same columns, in order. */
  static List<SchemaChange> between(StructType before, StructType after) {
    Map<String, StructField> old = new LinkedHashMap<>();
    Arrays.stream(before.fields()).forEach(field -> old.put(field.name(), field));
    List<SchemaChange> changes = new ArrayList<>();
    for (StructField field : after.fields()) {
      Optional<String> was = Optional.ofNullable(old.get(field.name())).map(column -> type(column));
      if (was.isEmpty() || !was.get().equals(type(field))) {
        changes.add(new SchemaChange(field.name(), was, type(field)));
      }
    }
    return changes;
  }

  private static String type(StructField field) {
    return field.dataType().asNullable().catalogString();
  }

  /** For people: {@code pieces int -> bigint}, or {@code note added, string}. */
  @Override
  public String toString() {
    return was.map(type -> "%s %s -> %s".formatted(column, type, is))
        .orElseGet(() -> "%s added, %s".formatted(column, is));
  }
}
