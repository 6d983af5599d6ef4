package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** {@code monitoring.validations}: one row per raw version, interval and expectation. */
public final class ValidationTable {

  /** The table. */
  public static final TableName NAME = new TableName(Zone.MONITORING, "validations");

  /** What it looks like. */
  public static final TableSpec SPEC =
      TableSpec.of(
              NAME,
              StructType.fromDDL(
                  "table string, version bigint, interval string, expectation string, kind string,"
                      + " severity string, asks string, rows bigint, failed bigint, observed"
                      + " double, result string, saw string, clean bigint, quarantined bigint, held"
                      + " bigint, contract string, run_id string, recorded_at timestamp"))
          .describedAs("What each expectation saw of each interval, and whether it was met.");

  private ValidationTable() {}

  /**
   * The rows of the judgement that each interval was last committed with, by raw table. What a run
   * recorded and never committed is not among them.
   *
   * @param raws whose intervals
   * @param range which intervals
   */
  public static Map<TableName, SortedMap<DataInterval, List<Row>>> committed(
      Lake lake, Collection<TableName> raws, DataInterval range) {
    Map<TableName, SortedMap<DataInterval, List<Row>>> judged = new TreeMap<>();
    Map<List<String>, String> runs = new HashMap<>();
    for (TableName raw : raws) {
      judged.put(raw, new TreeMap<>());
      for (Commit commit : lake.commits(Ingest.STEP, raw.table())) {
        if (commit.interval().overlaps(range)) {
          runs.put(List.of(raw.toString(), commit.interval().toString()), commit.runId());
        }
      }
    }
    if (runs.isEmpty() || !lake.exists(NAME)) {
      return judged;
    }
    // An ingest and a replay of one raw version differ in when they were recorded.
    lake.read(NAME)
        .where(
            isIn("table", raws.stream().map(TableName::toString))
                .and(isIn("interval", runs.keySet().stream().map(key -> key.get(1))))
                .and(isIn("run_id", runs.values().stream())))
        .orderBy("version", "recorded_at", "expectation")
        .collectAsList()
        .forEach(
            row -> {
              String table = row.getAs("table");
              String interval = row.getAs("interval");
              if (row.<String>getAs("run_id").equals(runs.get(List.of(table, interval)))) {
                List<Row> rows =
                    judged
                        .computeIfAbsent(TableName.parse(table), raw -> new TreeMap<>())
                        .computeIfAbsent(DataInterval.parse(interval), unused -> new ArrayList<>());
                if (!rows.isEmpty() && !together(rows.get(0), row)) {
                  rows.clear();
                }
                rows.add(row);
              }
            });
    return judged;
  }

  private static Column isIn(String column, Stream<String> values) {
    return col(column).isin(values.distinct().toArray());
  }

  private static boolean together(Row a, Row b) {
    return a.<Long>getAs("version").equals(b.<Long>getAs("version"))
        && a.<Timestamp>getAs("recorded_at").equals(b.<Timestamp>getAs("recorded_at"));
  }

  static List<Row> rows(TableVersion raw, ValidationReport report, String runId, Instant at) {
    List<Row> rows = new ArrayList<>();
    for (ValidationReport.IntervalReport interval : report.intervals()) {
      for (Outcome outcome : interval.outcomes()) {
        Check check = outcome.check();
        rows.add(
            RowFactory.create(
                raw.table().toString(),
                raw.version(),
                interval.interval().toString(),
                check.name(),
                check.expectation().kind(),
                check.severity().name(),
                check.expectation().describe(),
                outcome.rows(),
                outcome.failed(),
                Double.isNaN(outcome.observed()) ? null : outcome.observed(),
                outcome.result().name().toLowerCase(Locale.ROOT),
                outcome.saw(),
                interval.clean(),
                interval.quarantined(),
                interval.held(),
                report.contract().hex(),
                runId,
                Timestamp.from(at)));
      }
    }
    return rows;
  }
}
