package io.falaj.validation;

import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
