package io.falaj.validation;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
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
   * The rows of the last time that each interval was judged, by raw table.
   *
   * @param stored the table's rows
   * @param raws whose intervals
   * @param range which intervals
   */
  public static Map<TableName, SortedMap<DataInterval, List<Row>>> newest(
      Dataset<Row> stored, Collection<TableName> raws, DataInterval range) {
    Map<TableName, SortedMap<DataInterval, List<Row>>> newest = new TreeMap<>();
    raws.forEach(raw -> newest.put(raw, new TreeMap<>()));
    // An ingest and a replay of one raw version differ in when they were recorded.
    stored
        .where(col("table").isin(raws.stream().map(TableName::toString).toArray()))
        .orderBy("version", "recorded_at", "run_id", "expectation")
        .collectAsList()
        .forEach(
            row -> {
              DataInterval interval = DataInterval.parse(row.getAs("interval"));
              if (interval.overlaps(range)) {
                List<Row> rows =
                    newest
                        .computeIfAbsent(
                            TableName.parse(row.getAs("table")), raw -> new TreeMap<>())
                        .computeIfAbsent(interval, unused -> new ArrayList<>());
                if (!rows.isEmpty() && !together(rows.get(0), row)) {
                  rows.clear();
                }
                rows.add(row);
              }
            });
    return newest;
  }

  private static boolean together(Row a, Row b) {
    return a.<Long>getAs("version").equals(b.<Long>getAs("version"))
        && a.<Timestamp>getAs("recorded_at").equals(b.<Timestamp>getAs("recorded_at"))
        && a.<String>getAs("run_id").equals(b.<String>getAs("run_id"));
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
