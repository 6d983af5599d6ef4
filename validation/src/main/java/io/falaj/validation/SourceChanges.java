package io.falaj.validation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.falaj.lineage.Scala;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a table outside the lake holds, against what raw has of it, by key: rows of a key that has
 * the same values in both are left out, and the others are all there is of their key from now on. A
 * row without a value in a key column is told apart by all of its values. Rows that were read in
 * another way than now are there once more, whatever their values, and are held against the source
 * by the columns that are read alike.
 */
final class SourceChanges {

  /** Where raw has rows of the key, as an array; null if nowhere. */
  static final String BEFORE = "_before";

  /** The key's values as a JSON array, where the source changed what raw has of the key. */
  static final String KEY = "_key";

  private static final String IDENTITY = "_identity";
  private static final String CONTENT = "_content";
  private static final String ALIKE = "_alike";
  private static final String NOW = "_now_";
  private static final String WERE = "_were_";

  private final Contract contract;
  private final List<String> columns;
  private final List<String> keys;
  private final ReadBefore before;

  /** What is compared of rows that were read in another way. */
  private final String alike;

  SourceChanges(Contract contract, ReadBefore before) {
    this.contract = contract;
    this.before = before;
    this.alike = before.isEmpty() ? CONTENT : ALIKE;
    this.columns = contract.sourceColumns().stream().map(io.falaj.validation.Column::name).toList();
    List<String> sources = contract.sourceKeys();
    List<String> names = contract.sourceNames();
    this.keys = sources.stream().map(source -> columns.get(names.indexOf(source))).toList();
    before.checkKeys(contract, keys);
  }

  /** The columns that tell which rows of raw go: see {@link #without}. */
  List<String> columns() {
    return columns;
  }

  /**
   * Records, those left out that raw has, with {@link #BEFORE} and {@link #KEY}.
   *
   * @param records the dataset's source columns, and others
   * @param raw rows of raw, if there are any
   */
  Dataset<Row> of(Dataset<Row> records, Optional<Dataset<Row>> raw) {
    if (raw.isEmpty()) {
      return unchanged(records);
    }
    List<Column> were = contents(column -> column);
    were.add(array_sort(collect_set(col(TableSpec.INTERVAL))).as(BEFORE));
    Dataset<Row> had =
        identified(RawRows.complete(contract, raw.get()))
            .groupBy(IDENTITY)
            .agg(were.get(0), were.subList(1, were.size()).toArray(new Column[0]));
    WindowSpec ofKey = Window.partitionBy(IDENTITY);
    Dataset<Row> now = identified(records);
    List<Column> are = contents(column -> column.over(ofKey));
    for (int i = 0; i < are.size(); i++) {
      now = now.withColumn(NOW + i, are.get(i));
    }
    Column[] all = keys.stream().map(name -> col(name)).toArray(Column[]::new);
    Column anew = readBefore();
    Column changed = not(when(anew, same(alike)).otherwise(same(CONTENT)));
    Dataset<Row> compared =
        now.join(had, Scala.seq(List.of(IDENTITY)), "left")
            .where(anew.or(not(coalesce(same(CONTENT), lit(false)))))
            .withColumn(KEY, when(col(BEFORE).isNotNull().and(changed), to_json(array(all))))
            .drop(IDENTITY, CONTENT, ALIKE);
    for (int i = 0; i < are.size(); i++) {
      compared = compared.drop(NOW + i, WERE + i);
    }
    return compared;
  }

  /** Whether raw has rows of the key that were read in another way. */
  private Column readBefore() {
    Column[] texts =
        before.intervals().stream()
            .map(interval -> lit(interval.toString()))
            .toArray(Column[]::new);
    return before.isEmpty()
        ? lit(false)
        : coalesce(arrays_overlap(col(BEFORE), array(texts)), lit(false));
  }

  /** Likewise of records that were added, each known by its identity: none is changed by them. */
  Dataset<Row> added(Dataset<Row> records, Optional<Dataset<Row>> raw) {
    return unchanged(raw.map(there -> without(records, there, Sources.ROW)).orElse(records));
  }

  private static Dataset<Row> unchanged(Dataset<Row> records) {
    return records
        .withColumn(BEFORE, lit(null).cast(DataTypes.createArrayType(DataTypes.StringType)))
        .withColumn(KEY, lit(null).cast(DataTypes.StringType));
  }

  /**
   * What tells the contents of a key's rows apart, in whatever order they come: how many there are,
   * and two sums of hashes of 64 bits. A list of them would be as long for every row of a key.
   */
  private List<Column> contents(UnaryOperator<Column> over) {
    List<Column> parts = new ArrayList<>();
    parts.add(over.apply(count(lit(1))).as(WERE + 0));
    for (String content : new LinkedHashSet<>(List.of(CONTENT, alike))) {
      for (int seed = 1; seed <= 2; seed++) {
        Column hash = xxhash64(col(content), lit(seed)).cast("decimal(20,0)");
        parts.add(over.apply(sum(hash)).as(WERE + parts.size()));
      }
    }
    return parts;
  }

  private static Column same(String content) {
    Column same = col(NOW + 0).equalTo(col(WERE + 0));
    int first = content.equals(CONTENT) ? 1 : 3;
    for (int i = first; i < first + 2; i++) {
      same = same.and(col(NOW + i).equalTo(col(WERE + i)));
    }
    return same;
  }

  /** The rows of raw whose key none of some others has, the key's columns being those of both. */
  Dataset<Row> without(Dataset<Row> raw, Dataset<Row> others) {
    Dataset<Row> keyed = identified(RawRows.complete(contract, raw));
    return without(keyed, identified(others), IDENTITY).drop(IDENTITY, CONTENT, ALIKE);
  }

  /**
   * Rows whose value in a column others do not have; a join by name alone would reorder columns.
   */
  private static Dataset<Row> without(Dataset<Row> rows, Dataset<Row> others, String column) {
    Dataset<Row> theirs = others.select(col(column)).distinct();
    return rows.join(theirs, Scala.seq(List.of(column)), "left_anti")
        .select(Arrays.stream(rows.columns()).map(name -> col(name)).toArray(Column[]::new));
  }

  private Dataset<Row> identified(Dataset<Row> rows) {
    Column whole = lit(true);
    for (String key : keys) {
      whole = whole.and(col(key).isNotNull());
    }
    List<Column> all = new ArrayList<>(List.of(col("*")));
    all.add(Sources.content(columns).as(CONTENT));
    if (!before.isEmpty()) {
      all.add(Sources.content(before.alike(columns)).as(ALIKE));
    }
    return rows.select(all.toArray(new Column[0]))
        .withColumn(IDENTITY, when(whole, Sources.content(keys)).otherwise(col(alike)));
  }
}
