package io.falaj.validation;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Sources;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.Expectation.Unique;
import io.falaj.validation.KeyContest.Contender;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.storage.StorageLevel;

/**
 * Finds the rows of pending intervals whose keys other intervals have too. Of history only files
 * are read whose statistics of the key columns let the new keys be there, of these the key columns
 * alone, and of their rows only those go on that have a new key's hash.
 */
final class KeyHistory {

  private static final String HASH = "_hash";
  private static final String KEY = "_key";
  private static final String ASIDE = "_aside";

  /** Up to so many new rows the hashes of their keys go to every task that reads history. */
  private static final long FEW = 500_000;

  private static final Column MILLISECOND = expr("interval 1 millisecond");

  private final Lake lake;
  private final KeyChecks checks;
  private final CleanHistory history;
  private final List<DataInterval> pending;

  /**
   * @param history as it was when the step began
   * @param pending the intervals of the step, in order
   */
  KeyHistory(Lake lake, KeyChecks checks, CleanHistory history, List<DataInterval> pending) {
    this.lake = lake;
    this.checks = checks;
    this.history = history;
    this.pending = pending;
  }

  /**
   * The rows that have to be decided among intervals.
   *
   * @param typed rows of the pending intervals
   * @param failures the bits of key expectations that rows fail within their intervals
   * @param aside whether row expectations set a row aside
   */
  KeyContest contest(Dataset<Row> typed, Dataset<Row> failures, Column aside) {
    KeyContest contest = new KeyContest(checks.checks().size(), checks.mask(Severity.QUARANTINE));
    boolean alone = pending.size() == 1 && history.clean(last()).isEmpty();
    for (int i = 0; i < checks.checks().size() && !alone; i++) {
      if (checks.checks().get(i).expectation() instanceof Unique unique
          && unique.against() == Unique.Against.TABLE) {
        enter(contest, i, unique, typed, failures, aside);
      }
    }
    return contest;
  }

  private DataInterval last() {
    return pending.get(pending.size() - 1);
  }

  private void enter(
      KeyContest contest,
      int check,
      Unique unique,
      Dataset<Row> typed,
      Dataset<Row> failures,
      Column aside) {
    Column[] keys =
        unique.columns().stream().map(name -> checks.key(name).as(name)).toArray(Column[]::new);
    Dataset<Row> fresh =
        typed
            .where(col("_text").isNull().and(KeyChecks.present(unique.columns())))
            .select(
                struct(keys).as(KEY),
                xxhash64(keys).as(HASH),
                col(Sources.ROW),
                col(TableSpec.INTERVAL),
                aside.as(ASIDE));
    Dataset<Row> met = past(unique, keys, fresh).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> shared =
        fresh
            .select(HASH, TableSpec.INTERVAL)
            .union(met.select(HASH, TableSpec.INTERVAL))
            .groupBy(HASH)
            .agg(min(TableSpec.INTERVAL).as("_least"), max(TableSpec.INTERVAL).as("_most"))
            .where(col("_least").notEqual(col("_most")))
            .select(HASH)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      if (shared.isEmpty()) {
        return;
      }
      Dataset<Row> there = met.join(broadcast(shared), HASH).select(KEY, TableSpec.INTERVAL);
      Set<DataInterval> own = new HashSet<>(pending);
      for (Row row : there.distinct().collectAsList()) {
        DataInterval interval = DataInterval.parse(row.getString(1));
        KeyContest.Key key = new KeyContest.Key(check, row.getStruct(0));
        if (own.contains(interval)) {
          contest.isThereUntilReplaced(key, interval);
        } else {
          contest.isThere(key, interval);
        }
      }
      Dataset<Row> contenders =
          fresh
              .join(broadcast(shared), HASH)
              .join(failures.drop(TableSpec.INTERVAL), new String[] {Sources.ROW}, "left")
              .select(
                  col(KEY),
                  col(Sources.ROW),
                  col(TableSpec.INTERVAL),
                  coalesce(col(KeyChecks.FAILED), lit(0L)),
                  col(ASIDE));
      for (Row row : contenders.collectAsList()) {
        contest.enter(
            new Contender(
                row.getString(1),
                DataInterval.parse(row.getString(2)),
                row.getLong(3),
                row.getBoolean(4)),
            new KeyContest.Key(check, row.getStruct(0)));
      }
    } finally {
      shared.unpersist();
      met.unpersist();
    }
  }

  /** Rows of clean before the last pending interval that have the hash of a new key. */
  private Dataset<Row> past(Unique unique, Column[] keys, Dataset<Row> fresh) {
    Dataset<Row> none = fresh.select(KEY, HASH, TableSpec.INTERVAL).where(lit(false));
    if (history.clean(last()).isEmpty()) {
      return none;
    }
    List<Column> ends = new ArrayList<>();
    for (String name : unique.columns()) {
      Column key = col(KEY).getField(name);
      ends.add(min(key));
      ends.add(max(key));
    }
    Row bounds = fresh.agg(count(lit(1)), ends.toArray(new Column[0])).first();
    long count = bounds.getLong(0);
    if (count == 0) {
      return none;
    }
    Dataset<Row> hashes = fresh.select(HASH).distinct();
    return lake.readAt(
            history.clean(last()).get(), history.span(last()).orElseThrow(), within(unique, bounds))
        .where(KeyChecks.present(unique.columns()))
        .select(struct(keys).as(KEY), xxhash64(keys).as(HASH), col(TableSpec.INTERVAL))
        .join(count <= FEW ? broadcast(hashes) : hashes, new String[] {HASH}, "left_semi");
  }

  /** Whether a row of clean may have one of the new keys, by their extremes. */
  private Column within(Unique unique, Row bounds) {
    Column within = lit(true);
    for (int i = 0; i < unique.columns().size(); i++) {
      String name = unique.columns().get(i);
      DataType type = checks.type(name);
      Column least = lit(bounds.get(1 + 2 * i)).cast(type);
      Column most = lit(bounds.get(2 + 2 * i)).cast(type);
      if (type instanceof TimestampType) {
        // Statistics of files tell milliseconds: what lies behind them is cut off.
        least = least.minus(MILLISECOND);
        most = most.plus(MILLISECOND);
      }
      // Of floating point numbers they do not tell whether a NaN is there.
      boolean told = !(type instanceof DoubleType || type instanceof FloatType);
      within = told ? within.and(col(name).between(least, most)) : within;
    }
    return within;
  }
}
