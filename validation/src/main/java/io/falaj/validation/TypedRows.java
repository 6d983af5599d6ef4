package io.falaj.validation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.struct;

import io.falaj.lineage.TableSpec;
import io.falaj.validation.Column.Derived;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;

/**
 * Rows of text with the contract's types beside them. A column {@code c} of the source becomes
 * {@code _raw_c}, its text, and {@code c}, its typed value, null where it does not read; one of
 * text is {@code c} alone. A derived column is {@code c}, and {@code _try_c} is null where its
 * expression throws.
 */
final class TypedRows {

  private final Contract contract;

  TypedRows(Contract contract) {
    this.contract = contract;
  }

  /**
   * Name of a source column's text; of a column of text that is its value, and it is there once.
   */
  static String text(Column column) {
    return column.type() instanceof StringType ? column.name() : "_raw_" + column.name();
  }

  /** Name of what a derived column's expression gave: null where it threw. */
  static String attempt(Column column) {
    return "_try_" + column.name();
  }

  /** The rows with texts and typed values; columns that begin with an underscore stay. */
  Dataset<Row> of(Dataset<Row> raw) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    for (String name : raw.columns()) {
      if (name.startsWith("_")) {
        columns.add(col(name));
      }
    }
    for (Column column : contract.sourceColumns()) {
      columns.add(col(column.name()).as(text(column)));
      if (!text(column).equals(column.name())) {
        columns.add(typed(column).as(column.name()));
      }
    }
    Dataset<Row> typed = raw.select(columns.toArray(new org.apache.spark.sql.Column[0]));
    for (List<Column> level : levels()) {
      typed = derive(typed, level);
    }
    return typed;
  }

  private static org.apache.spark.sql.Column typed(Column column) {
    return TypedText.value(col(column.name()), column.type());
  }

  private static Dataset<Row> derive(Dataset<Row> rows, List<Column> level) {
    Map<String, org.apache.spark.sql.Column> attempts = new LinkedHashMap<>();
    Map<String, org.apache.spark.sql.Column> values = new LinkedHashMap<>();
    for (Column column : level) {
      attempts.put(attempt(column), Attempt.of(struct(expression(column).as("value"))));
      values.put(column.name(), col(attempt(column) + ".value"));
    }
    return rows.withColumns(attempts).withColumns(values);
  }

  /** A derived column's expression, as its type. */
  static org.apache.spark.sql.Column expression(Column column) {
    return expr(((Derived) column.origin()).expression()).cast(column.type());
  }

  /** The derived columns, in groups that need only groups before them. */
  private List<List<Column>> levels() {
    List<Column> left =
        new ArrayList<>(contract.columns().stream().filter(Column::derived).toList());
    Set<String> known = new HashSet<>();
    contract.sourceColumns().forEach(column -> known.add(column.name()));
    List<List<Column>> levels = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Column> level =
          left.stream()
              .filter(column -> known.containsAll(((Derived) column.origin()).uses()))
              .toList();
      if (level.isEmpty()) {
        throw new IllegalStateException("columns that need each other: " + left);
      }
      levels.add(level);
      level.forEach(column -> known.add(column.name()));
      left.removeAll(level);
    }
    return levels;
  }

  /** The clean table's columns of typed rows. */
  org.apache.spark.sql.Column[] clean() {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    contract.columns().forEach(column -> columns.add(col(column.name())));
    columns.add(col("_row"));
    columns.add(col(TableSpec.INTERVAL));
    contract.partitioning().column().ifPresent(name -> columns.add(col(name)));
    return columns.toArray(new org.apache.spark.sql.Column[0]);
  }

  /** The texts of typed rows under their contract's names, then these columns. */
  org.apache.spark.sql.Column[] texts(List<org.apache.spark.sql.Column> then) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    contract.sourceColumns().forEach(column -> columns.add(col(text(column)).as(column.name())));
    columns.addAll(then);
    return columns.toArray(new org.apache.spark.sql.Column[0]);
  }
}
