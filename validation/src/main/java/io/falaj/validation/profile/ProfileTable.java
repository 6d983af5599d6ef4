package io.falaj.validation.profile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code monitoring.profiles}: one row per table version, interval, segment and column. What merges
 * is in the sketch columns (Apache DataSketches' own bytes: HLL, KLL of doubles, frequent strings);
 * the other columns are there to be read by people and SQL, error bounds beside the values. Of raw
 * tables the columns are there that an anomaly is told by. A custom metric is a column of its name;
 * a segment is named as {@link Segmentation} says, and empty of all rows.
 */
public final class ProfileTable {

  /** The table. */
  public static final TableName NAME = new TableName(Zone.MONITORING, "profiles");

  /** How many frequent values stand in {@code frequent}; the sketch keeps more. */
  private static final int SHOWN_VALUES = 20;

  private static final StructType VALUE =
      new StructType().add("value", DataTypes.StringType).add("count", DataTypes.LongType);

  /** Its columns. */
  public static final StructType SCHEMA =
      new StructType()
          .add("table", DataTypes.StringType)
          .add("version", DataTypes.LongType)
          .add("interval", DataTypes.StringType)
          .add("segment", DataTypes.StringType)
          .add("column", DataTypes.StringType)
          .add("kind", DataTypes.StringType)
          .add("rows", DataTypes.LongType)
          .add("nulls", DataTypes.LongType)
          .add("nans", DataTypes.LongType)
          .add("infinities", DataTypes.LongType)
          .add("min_length", DataTypes.IntegerType)
          .add("max_length", DataTypes.IntegerType)
          .add("count", DataTypes.LongType)
          .add("min", DataTypes.DoubleType)
          .add("max", DataTypes.DoubleType)
          .add("mean", DataTypes.DoubleType)
          .add("m2", DataTypes.DoubleType)
          .add("distinct", DataTypes.DoubleType)
          .add("distinct_lower", DataTypes.DoubleType)
          .add("distinct_upper", DataTypes.DoubleType)
          .add("rank_error", DataTypes.DoubleType)
          .add("frequent", DataTypes.createArrayType(VALUE))
          .add("frequent_error", DataTypes.LongType)
          .add("hll", DataTypes.BinaryType)
          .add("kll", DataTypes.BinaryType)
          .add("items", DataTypes.BinaryType)
          .add("run_id", DataTypes.StringType)
          .add("recorded_at", DataTypes.TimestampType);

  private ProfileTable() {}

  /** The rows that store the profiles of a table version. */
  public static List<Row> rows(TableVersion of, Profiles profiles, String runId, Instant at) {
    List<Row> rows = new ArrayList<>();
    profiles.states().forEach((key, state) -> rows.add(row(of, key, state, runId, at)));
    return rows;
  }

  private static Row row(
      TableVersion of, ProfileKey key, ProfileState state, String runId, Instant at) {
    ValueCounts counts = state.counts();
    Moments moments = state.moments();
    boolean numbers = moments.count() > 0;
    return RowFactory.create(
        of.table().toString(),
        of.version(),
        key.interval(),
        key.segment(),
        key.column(),
        state.kind().stored(),
        counts.rows(),
        counts.nulls(),
        counts.nans(),
        counts.infinities(),
        counts.minLength() < 0 ? null : counts.minLength(),
        counts.maxLength() < 0 ? null : counts.maxLength(),
        moments.count(),
        numbers ? moments.min() : null,
        numbers ? moments.max() : null,
        numbers ? state.mean() : null,
        numbers ? moments.m2() : null,
        known(state.distinct()),
        known(state.distinctLower()),
        known(state.distinctUpper()),
        state.hasQuantiles() ? state.rankError() : null,
        state.hasCategories() ? frequent(state) : null,
        state.hasCategories() ? state.categoryError() : null,
        state.hllBytes(),
        state.kllBytes(),
        state.itemsBytes(),
        runId,
        Timestamp.from(at));
  }

  private static @org.jspecify.annotations.Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static Row[] frequent(ProfileState state) {
    return state.categories().entrySet().stream()
        .limit(SHOWN_VALUES)
        .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()))
        .toArray(Row[]::new);
  }

  /**
   * The profiles of a table's intervals as certain runs recorded them.
   *
   * @param stored the rows of this table
   * @param table whose profiles
   * @param runs the run that committed it, by the text of each interval; of others nothing is read
   */
  public static Profiles committed(Dataset<Row> stored, TableName table, Map<String, String> runs) {
    Map<ProfileKey, ProfileState> states = new LinkedHashMap<>();
    stored
        .where(
            col("table")
                .equalTo(table.toString())
                .and(col("interval").isin(runs.keySet().toArray()))
                .and(col("run_id").isin(runs.values().stream().distinct().toArray())))
        .orderBy("recorded_at")
        .collectAsList()
        .stream()
        .filter(row -> row.getAs("run_id").equals(runs.get(row.<String>getAs("interval"))))
        .forEach(row -> states.put(key(row), state(row)));
    return new Profiles(states);
  }

  /**
   * Hands over the profiles of whole intervals of a table, one after the other, by column and then
   * by interval: of each interval those of the version that it is committed at, and none where that
   * left it without rows. With their sketches they may be more than memory holds.
   *
   * @param range which intervals
   */
  public static void forEachCommitted(
      Lake lake,
      TableName table,
      DataInterval range,
      BiConsumer<ProfileKey, ProfileState> consumer) {
    Map<String, Commit.Table> committed = committed(lake, table, range);
    if (committed.isEmpty() || !lake.exists(NAME)) {
      return;
    }
    Iterator<Row> rows =
        lake.read(NAME)
            .where(
                col("table")
                    .equalTo(table.toString())
                    .and(col("segment").equalTo(""))
                    .and(col("interval").isin(committed.keySet().toArray()))
                    .and(
                        col("version")
                            .isin(
                                committed.values().stream()
                                    .map(Commit.Table::version)
                                    .distinct()
                                    .toArray())))
            .orderBy("column", "interval", "recorded_at")
            .toLocalIterator();
    Row last = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      Commit.Table of = committed.get(row.<String>getAs("interval"));
      if (of != null && row.<Long>getAs("version").equals(of.version())) {
        if (last != null && !key(last).equals(key(row))) {
          consumer.accept(key(last), state(last));
        }
        // A later record of the same version takes the earlier one's place.
        last = row;
      }
    }
    if (last != null) {
      consumer.accept(key(last), state(last));
    }
  }

  /** What wrote each interval of a table last, by the interval's text. */
  private static Map<String, Commit.Table> committed(
      Lake lake, TableName table, DataInterval range) {
    Map<String, Commit.Table> committed = new HashMap<>();
    for (Commit commit : lake.commits()) {
      for (Commit.Table written : commit.tables()) {
        if (written.table().equals(table) && commit.interval().overlaps(range)) {
          committed.merge(
              commit.interval().toString(),
              written,
              (a, b) -> a.generation() >= b.generation() ? a : b);
        }
      }
    }
    return committed;
  }

  private static ProfileKey key(Row row) {
    return new ProfileKey(row.getAs("interval"), row.getAs("segment"), row.getAs("column"));
  }

  /**
   * The newest profiles of a table's intervals.
   *
   * @param stored the rows of this table
   * @param table whose profiles
   * @param intervals as text; every interval that is stored when empty
   */
  public static Profiles read(Dataset<Row> stored, TableName table, List<String> intervals) {
    Dataset<Row> rows = stored.where(col("table").equalTo(table.toString()));
    if (!intervals.isEmpty()) {
      rows = rows.where(col("interval").isin(intervals.toArray()));
    }
    // Of older versions nothing is fetched: with their sketches they may be more than memory holds.
    Dataset<Row> newest = rows.groupBy("interval").agg(max("version").as("version"));
    Map<ProfileKey, ProfileState> states = new LinkedHashMap<>();
    rows.join(newest, new String[] {"interval", "version"}, "left_semi")
        .orderBy("recorded_at")
        .collectAsList()
        // A later record of the same version takes the earlier one's place.
        .forEach(row -> states.put(key(row), state(row)));
    return new Profiles(states);
  }

  private static ProfileState state(Row row) {
    long count = row.getAs("count");
    return ProfileState.of(
        ProfileKind.parse(row.getAs("kind")),
        new ValueCounts(
            row.getAs("rows"),
            row.getAs("nulls"),
            row.getAs("nans"),
            row.getAs("infinities"),
            length(row, "min_length"),
            length(row, "max_length")),
        count == 0
            ? Moments.NONE
            : new Moments(
                count, row.getAs("min"), row.getAs("max"), row.getAs("mean"), row.getAs("m2")),
        row.getAs("hll"),
        row.getAs("kll"),
        row.getAs("items"));
  }

  private static int length(Row row, String column) {
    int at = row.fieldIndex(column);
    return row.isNullAt(at) ? -1 : row.getInt(at);
  }
}
