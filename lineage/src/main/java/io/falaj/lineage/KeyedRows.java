package io.falaj.lineage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.OrderUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows by key: those of the table with the same key go, and of a merge the new ones come. They are
 * computed once and kept until they are no longer referred to, in memory and then on disk.
 */
final class KeyedRows implements RowChange {

  /** The number of the interval that a row belongs to, where several are written at once. */
  private static final String WITHIN = "_falaj_within";

  private static final String COUNT = "_falaj_count";

  private final String doing;
  private final List<String> keys;
  private final Optional<Column> within;
  private final Dataset<Row> matching;
  private final @Nullable Dataset<Row> coming;

  private KeyedRows(
      String doing,
      List<String> keys,
      Optional<Column> within,
      Dataset<Row> frozen,
      @Nullable Dataset<Row> coming) {
    this.doing = doing;
    this.keys = keys;
    this.within = within;
    this.coming = coming;
    this.matching = numbered(frozen).select(columns());
  }

  /** Rows that take the place of those with the same keys in the same interval. */
  static KeyedRows merge(
      WriteIntent intent, StructType table, List<String> keys, Dataset<Row> rows) {
    String doing = intent.doing();
    checkKeys(doing, table, keys);
    List<String> lost = new ArrayList<>(List.of(table.fieldNames()));
    lost.removeAll(List.of(intent.spec().schema().fieldNames()));
    if (!lost.isEmpty()) {
      throw new FalajException.Configuration(
          "The %s does not define columns that the table has: %s. The rows that it replaces would lose them: define them too, or replace the interval."
              .formatted(doing, lost));
    }
    Dataset<Row> frozen =
        StagedFiles.aligned(intent.spec().withSchema(table), rows).localCheckpoint(true);
    // A key is unique in its interval: what a row replaces must not depend on which other
    // intervals happen to be written with it.
    Optional<Column> within =
        intent.keys().size() > 1
            ? Optional.of(
                IntervalPredicate.number(intent.spec().partitionBy(), intent.keys().keySet()))
            : Optional.empty();
    KeyedRows change = new KeyedRows(doing, keys, within, frozen, frozen);
    change.checkValues();
    return change;
  }

  /** Keys whose rows are to go, each column named as in the table. */
  static KeyedRows delete(WriteIntent intent, StructType table, Dataset<Row> rows) {
    String doing = intent.doing();
    List<String> keys = List.of(rows.columns());
    checkKeys(doing, table, keys);
    for (String key : keys) {
      String is = rows.schema().apply(key).dataType().asNullable().catalogString();
      String wanted = table.apply(key).dataType().asNullable().catalogString();
      if (!is.equals(wanted)) {
        throw new FalajException.Configuration(
            "The %s has keys %s of type %s, and the table has %s. Cast them to the table's type."
                .formatted(doing, key, is, wanted));
      }
    }
    Dataset<Row> frozen = rows.distinct().localCheckpoint(true);
    KeyedRows change = new KeyedRows(doing, keys, Optional.empty(), frozen, null);
    change.checkValues();
    return change;
  }

  private static void checkKeys(String doing, StructType table, List<String> keys) {
    List<String> columns = Arrays.asList(table.fieldNames());
    if (keys.isEmpty() || new HashSet<>(keys).size() != keys.size()) {
      throw new FalajException.Configuration(
          "The %s has key columns %s. Name at least one, and none twice.".formatted(doing, keys));
    }
    for (String key : keys) {
      if (!columns.contains(key)) {
        throw new FalajException.Configuration(
            "The %s has key column %s, which the table lacks. Name some of its columns: %s."
                .formatted(doing, key, columns));
      }
      DataType type = table.apply(key).dataType();
      if (!OrderUtils.isOrderable(type)) {
        throw new FalajException.Configuration(
            "The %s has key column %s of type %s, whose values cannot be compared. Name others."
                .formatted(doing, key, type.simpleString()));
      }
    }
  }

  /** SQL would never match a null key, and match a key that is there twice in either order. */
  private void checkValues() {
    Column missing = lit(false);
    for (String key : keys) {
      missing = missing.or(quoted(key).isNull());
    }
    List<Row> bad =
        matching
            .groupBy(columns())
            .agg(count(lit(1)).as(COUNT))
            .where(missing.or(col(COUNT).gt(1)))
            .orderBy(columns())
            .limit(1)
            .collectAsList();
    if (bad.isEmpty()) {
      return;
    }
    Row row = bad.get(0);
    String example =
        keys.stream().map(key -> key + "=" + row.getAs(key)).collect(Collectors.joining(", "));
    for (String key : keys) {
      if (row.isNullAt(row.fieldIndex(key))) {
        throw new FalajException.DataRefused(
            "The %s has a row without a value in key column %s (%s). It could match no row: leave it out, or give it a key."
                .formatted(doing, key, example));
      }
    }
    throw new FalajException.DataRefused(
        "The %s has %d rows of one key %s, for example %s. Which of them is to stay cannot be told: give one for each key."
            .formatted(doing, row.<Long>getAs(COUNT), keys, example));
  }

  private Dataset<Row> numbered(Dataset<Row> rows) {
    return within.isPresent() ? rows.withColumn(WITHIN, within.get()) : rows;
  }

  private Column[] columns() {
    return Arrays.stream(names()).map(KeyedRows::quoted).toArray(Column[]::new);
  }

  private String[] names() {
    List<String> names = new ArrayList<>(keys);
    within.ifPresent(unused -> names.add(WITHIN));
    return names.toArray(String[]::new);
  }

  private static Column quoted(String name) {
    return functions.col("`" + name + "`");
  }

  private Dataset<Row> joined(Dataset<Row> rows, String how) {
    return numbered(rows).join(matching, names(), how).drop(WITHIN);
  }

  @Override
  public Dataset<Row> going(Dataset<Row> rows) {
    return joined(rows, "left_semi");
  }

  @Override
  public Dataset<Row> staying(Dataset<Row> rows) {
    return joined(rows, "left_anti");
  }

  @Override
  public Optional<Dataset<Row>> coming() {
    return Optional.ofNullable(coming);
  }
}
