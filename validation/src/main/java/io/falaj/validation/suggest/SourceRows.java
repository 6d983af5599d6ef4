package io.falaj.validation.suggest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.xxhash64;

import io.falaj.lineage.Lake;
import io.falaj.lineage.ObservedRows;
import io.falaj.lineage.SourceFile;
import io.falaj.lineage.SourceFormat;
import io.falaj.lineage.Sources;
import io.falaj.validation.Partitioning;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;

/** The records of a source, looked at in passes: each method but the constructor is one. */
final class SourceRows {

  private final Lake lake;
  private final List<SourceFile> files;
  private final List<String> names;

  SourceRows(Lake lake, List<SourceFile> files, List<String> names) {
    this.lake = lake;
    this.files = List.copyOf(files);
    this.names = List.copyOf(names);
  }

  /** What all records hold. */
  RowsSeen seen(SourceFormat format, Set<String> apart) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(text(i));
    }
    columns.add(col(Sources.TEXT));
    RowsObserver observer = new RowsObserver(apart);
    ObservedRows observed =
        lake.observe(rows(format).select(columns.toArray(new Column[0])), observer);
    long passed = observed.count();
    RowsSeen seen = observed.observed(observer);
    if (seen.rows() + seen.unparsed() != passed) {
      throw new IllegalStateException(
          "%d rows passed, and %d were seen".formatted(passed, seen.rows() + seen.unparsed()));
    }
    return seen;
  }

  private Dataset<Row> rows(SourceFormat format) {
    List<String> ordinals = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ordinals.add("c" + i);
    }
    ordinals.addAll(List.of(Sources.ROW, Sources.SOURCE, Sources.TEXT, Sources.FAILED));
    return lake.sources().read(files, format, names).toDF(ordinals.toArray(new String[0]));
  }

  private Dataset<Row> parsed(SourceFormat format) {
    return rows(format).where(col(Sources.TEXT).isNull());
  }

  private static Column text(int column) {
    return col("c" + column);
  }

  private static Column typed(SuggestedColumn column) {
    return column.type().type() instanceof StringType
        ? text(column.place())
        : text(column.place()).try_cast(column.type().type());
  }

  /** About so many of the rows, as hashes of some columns: always the same ones of a source. */
  List<long[]> sample(SourceFormat format, List<SuggestedColumn> columns, long rows, int wanted) {
    long every = Math.max(1, (rows + wanted - 1) / wanted);
    return parsed(format)
        .where(pmod(xxhash64(col(Sources.ROW)), lit(every)).equalTo(lit(0L)))
        .select(hashes(columns))
        .collectAsList()
        .stream()
        .map(row -> longs(row))
        .toList();
  }

  private static Column[] hashes(List<SuggestedColumn> columns) {
    return columns.stream()
        .map(column -> xxhash64(typed(column)).as("h" + column.place()))
        .toArray(Column[]::new);
  }

  private static long[] longs(Row row) {
    long[] values = new long[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getLong(i);
    }
    return values;
  }

  /** How pairs of rows differ, in some columns, that are the same in those of a key. */
  List<BitSet> refutations(SourceFormat format, List<SuggestedColumn> columns, int[] key) {
    List<Column> of = new ArrayList<>();
    for (int place : key) {
      of.add(typed(columns.get(place)).as("k" + place));
    }
    Column[] names = of.stream().map(column -> column).toArray(Column[]::new);
    return parsed(format)
        .groupBy(names)
        .agg(
            count(lit(1)).as("n"),
            min(struct(hashes(columns))).as("low"),
            max(struct(hashes(columns))).as("high"))
        .where(col("n").gt(lit(1)))
        .orderBy(col("low"), col("high"))
        .limit(KeySample.PAIRS)
        .select("low", "high")
        .collectAsList()
        .stream()
        .map(row -> KeySample.difference(longs(row.getStruct(0)), longs(row.getStruct(1))))
        .toList();
  }

  /** How many rows share their values in these columns with a row before them. */
  long duplicates(SourceFormat format, List<SuggestedColumn> columns) {
    Dataset<Row> rows = parsed(format);
    Column[] key = columns.stream().map(SourceRows::typed).toArray(Column[]::new);
    Row all =
        rows.groupBy(key)
            .agg(count(lit(1)).as("n"))
            .agg(sum(col("n").minus(lit(1))).as("more"))
            .first();
    return all.getLong(0);
  }

  /**
   * Rows and values of each interval, by event time.
   *
   * @param counted columns whose values are counted
   */
  List<IntervalSeen> intervals(
      SourceFormat format,
      SuggestedColumn time,
      Partitioning partitioning,
      List<SuggestedColumn> counted) {
    Column day = typed(time).cast("date");
    Column start = partitioning == Partitioning.MONTH ? trunc(day, "month") : day;
    List<Column> counts =
        new ArrayList<>(counted.stream().map(column -> count(text(column.place()))).toList());
    return parsed(format)
        .groupBy(start.as("start"))
        .agg(count(lit(1)).as("rows"), counts.toArray(new Column[0]))
        .collectAsList()
        .stream()
        .map(
            row -> {
              List<Long> values = new ArrayList<>();
              for (int i = 2; i < row.size(); i++) {
                values.add(row.getLong(i));
              }
              return new IntervalSeen(row.getLong(1), values);
            })
        .toList();
  }
}
