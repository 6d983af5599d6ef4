package io.falaj.validation;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.Expectation.Level;
import io.falaj.validation.Expectation.References;
import io.falaj.validation.Expectation.Unique;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/** Key expectations: they look at other rows, so they alone pay for a shuffle. */
final class KeyChecks {

  /** Bits of the key checks that a row fails. */
  static final String FAILED = "_failed_keys";

  private static final String HASH = "_hash";

  private final Contract contract;
  private final List<Check> checks;

  KeyChecks(Contract contract) {
    this.contract = contract;
    this.checks = contract.checks(Level.KEY);
    if (checks.size() > RowChecks.WORD) {
      throw new IllegalStateException(
          contract.dataset() + " has more than 64 key expectations: " + checks.size());
    }
  }

  List<Check> checks() {
    return checks;
  }

  /** The bits of the checks of this severity. */
  long mask(Severity severity) {
    long mask = 0;
    for (int i = 0; i < checks.size(); i++) {
      mask |= checks.get(i).severity() == severity ? 1L << i : 0;
    }
    return mask;
  }

  /** Whether a row with the bits fails any check of this severity. */
  Column anyFailed(Severity severity) {
    return col(FAILED).bitwiseAND(lit(mask(severity))).notEqual(lit(0L));
  }

  /** Whether a row with the bits fails a check; null where it has none. */
  Column failed(Check check) {
    return col(FAILED).bitwiseAND(lit(1L << checks.indexOf(check))).notEqual(lit(0L));
  }

  /**
   * The rows that fail by their interval and what is referenced: {@code _row}, {@code _interval}
   * and the bits. What keys other intervals have is {@link KeyHistory}'s.
   *
   * @param typed rows with their types
   * @param referenced the rows of a table that is referenced
   */
  Dataset<Row> failures(Dataset<Row> typed, Function<TableName, Dataset<Row>> referenced) {
    Dataset<Row> readable = typed.where(col("_text").isNull());
    List<Dataset<Row>> failures = new ArrayList<>();
    Dataset<Row> rows = readable;
    Column bits = lit(0L);
    boolean references = false;
    for (int i = 0; i < checks.size(); i++) {
      if (checks.get(i).expectation() instanceof References reference) {
        String found = "_found_" + i;
        rows = joined(rows, referenced.apply(reference.table()), reference, found);
        boolean nullFails = checks.get(i).nulls() == Nulls.FAIL;
        Column looked = nullFails ? lit(true) : present(reference.columns());
        bits =
            bits.bitwiseOR(when(looked.and(col(found).isNull()), lit(1L << i)).otherwise(lit(0L)));
        references = true;
      } else if (checks.get(i).expectation() instanceof Unique unique) {
        duplicates(readable, unique, 1L << i).ifPresent(failures::add);
      }
    }
    if (references) {
      failures.add(
          rows.select(col(Sources.ROW), col(TableSpec.INTERVAL), bits.as(FAILED))
              .where(col(FAILED).notEqual(lit(0L))));
    }
    return failures.isEmpty() ? none(readable) : merged(failures);
  }

  private static Dataset<Row> none(Dataset<Row> rows) {
    return rows.select(col(Sources.ROW), col(TableSpec.INTERVAL), lit(0L).as(FAILED))
        .where(lit(false));
  }

  private static Dataset<Row> merged(List<Dataset<Row>> failures) {
    if (failures.size() == 1) {
      return failures.get(0);
    }
    return failures.stream()
        .reduce(Dataset::unionByName)
        .orElseThrow()
        .groupBy(Sources.ROW, TableSpec.INTERVAL)
        .agg(functions.bit_or(col(FAILED)).as(FAILED));
  }

  private static Dataset<Row> joined(
      Dataset<Row> rows, Dataset<Row> referenced, References reference, String found) {
    List<Column> keys = new ArrayList<>();
    Column same = lit(true);
    for (int i = 0; i < reference.columns().size(); i++) {
      String key = found + "_" + i;
      keys.add(col(reference.to().get(i)).as(key));
      same = same.and(col(reference.columns().get(i)).equalTo(col(key)));
    }
    Dataset<Row> keyRows =
        referenced.select(keys.toArray(new Column[0])).distinct().withColumn(found, lit(true));
    return rows.join(keyRows, same, "left");
  }

  static Column present(List<String> columns) {
    Column present = lit(true);
    for (String column : columns) {
      present = present.and(col(column).isNotNull());
    }
    return present;
  }

  /**
   * The rows that a unique expectation fails, if any. Only hashes of keys are shuffled; the keys of
   * the few hashes that are there twice are then compared themselves.
   */
  private java.util.Optional<Dataset<Row>> duplicates(Dataset<Row> rows, Unique unique, long bit) {
    List<Column> keys = new ArrayList<>();
    // Its first day stands for an interval, and is no text.
    keys.add(col(contract.partitioning().column().orElse(TableSpec.INTERVAL)));
    unique.columns().forEach(column -> keys.add(key(column)));
    Dataset<Row> hashed =
        rows.where(present(unique.columns()))
            .withColumn(HASH, xxhash64(keys.toArray(new Column[0])));
    Dataset<Row> twice = RepeatedHashes.of(hashed, HASH).persist();
    try {
      if (twice.isEmpty()) {
        return java.util.Optional.empty();
      }
      WindowSpec group = Window.partitionBy(keys.toArray(new Column[0]));
      WindowSpec ordered = group.orderBy(order(unique).toArray(new Column[0]));
      Column loses =
          unique.winner() == Unique.Winner.NONE
              ? functions.count(lit(1)).over(group).gt(1)
              : row_number().over(ordered).gt(1);
      Dataset<Row> losers =
          hashed
              .join(broadcast(twice), HASH)
              .withColumn("_loses", loses)
              .where(col("_loses"))
              .select(col(Sources.ROW), col(TableSpec.INTERVAL), lit(bit).as(FAILED))
              .localCheckpoint();
      return java.util.Optional.of(losers);
    } finally {
      twice.unpersist();
    }
  }

  /** A key's value in its contract's type, equal where it counts as equal: zero has no sign. */
  Column key(String column) {
    DataType type = type(column);
    // Of a type that was widened, clean has the narrow one until it is written again; and no hash
    // of an int is that of the same long.
    Column value = col(column).cast(type);
    boolean floating = type instanceof DoubleType || type instanceof FloatType;
    return floating ? value.plus(lit(0.0)) : value;
  }

  static long[] sum(long[] counts, long[] others) {
    long[] sum = counts.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += others[i];
    }
    return sum;
  }

  DataType type(String column) {
    return contract.column(column).type();
  }

  /** The failures with those of a contest among intervals. */
  Dataset<Row> with(Dataset<Row> failures, KeyContest contest, Lake lake) {
    List<Row> rows = new ArrayList<>();
    contest
        .failing()
        .forEach(
            (contender, bits) ->
                rows.add(
                    RowFactory.create(contender.row(), contender.interval().toString(), bits)));
    return rows.isEmpty()
        ? failures
        : merged(List.of(failures, lake.dataset(rows, failures.schema())));
  }

  /** Winners first: by the column stated, where null never wins, then by their place in files. */
  private static List<Column> order(Unique unique) {
    List<Column> columns = new ArrayList<>();
    if (unique.orderBy() != null) {
      columns.add(col(unique.orderBy()));
    }
    columns.add(col(Sources.SOURCE));
    columns.add(substring_index(col(Sources.ROW), ":", -1).cast("bigint"));
    columns.add(col(Sources.ROW));
    boolean last = unique.winner() == Unique.Winner.LAST;
    return columns.stream()
        .map(column -> last ? column.desc_nulls_last() : column.asc_nulls_last())
        .toList();
  }

  /** How many rows of each interval fail each check, and behind them how many are set aside. */
  Map<String, long[]> counts(Dataset<Row> failures) {
    List<Column> sums = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      sums.add(
          functions.count_if(col(FAILED).bitwiseAND(lit(1L << i)).notEqual(lit(0L))).as("c" + i));
    }
    sums.add(
        functions
            .count_if(coalesce(anyFailed(Severity.QUARANTINE), lit(false)))
            .as("c" + checks.size()));
    Map<String, long[]> counts = new HashMap<>();
    List<Row> rows =
        failures
            .groupBy(TableSpec.INTERVAL)
            .agg(sums.get(0), sums.subList(1, sums.size()).toArray(new Column[0]))
            .collectAsList();
    for (Row row : rows) {
      long[] perCheck = new long[sums.size()];
      for (int i = 0; i < perCheck.length; i++) {
        perCheck[i] = row.getLong(i + 1);
      }
      counts.put(row.getString(0), perCheck);
    }
    return counts;
  }
}
