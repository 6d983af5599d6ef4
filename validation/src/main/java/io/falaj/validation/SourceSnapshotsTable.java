package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * {@code monitoring.source_snapshots}: what was seen of the tables outside the lake that datasets
 * come from. From how far each interval was read follows where the next reading begins.
 */
public final class SourceSnapshotsTable {

  /** The table. */
  public static final TableName NAME = new TableName(Zone.MONITORING, "source_snapshots");

  /** What it looks like. */
  static final TableSpec SPEC =
      TableSpec.of(
              NAME,
              StructType.fromDDL(
                  "dataset string, source string, snapshot string, position string, watermark"
                      + " string, reading string, start timestamp, end timestamp, intervals"
                      + " array<struct<interval: string, rows: bigint>>, home string, outside bigint,"
                      + " changed_rows bigint, changed string, sequence bigint, run_id string,"
                      + " recorded_at timestamp, columns map<string, string>"))
          .describedAs(
              "Databases' and Delta tables' snapshots as they were read: what was new, and of which"
                  + " intervals.");

  private SourceSnapshotsTable() {}

  /**
   * One row.
   *
   * @param source the table's name
   * @param snapshot identity of what it held
   * @param position how far it reached
   * @param watermark the column that tells the position, where one does
   * @param reading how records were read, by {@link Contract#reading}
   * @param range from the first interval that was asked for to the last
   * @param intervals those of them that have another content by it, with the rows that came
   * @param home the interval of rows without an event time, by the first snapshot that had some
   * @param outside rows that were read and belong to other intervals
   * @param changedRows rows whose key was ingested with other values
   * @param changed what became of these
   * @param sequence counts the snapshots of a dataset: they have an order though the clock be set
   *     back; 0 of one that tells the home alone
   * @param columns what each column of raw was read from, by {@link Column.Origin#identity}; none
   *     where an earlier release told of it
   */
  record Seen(
      String source,
      String snapshot,
      Optional<String> position,
      Optional<String> watermark,
      Fingerprint reading,
      DataInterval range,
      SortedMap<DataInterval, Long> intervals,
      Optional<DataInterval> home,
      long outside,
      long changedRows,
      OnChange changed,
      long sequence,
      SortedMap<String, String> columns) {

    /** Whether it tells what an interval holds, by one way of reading it. */
    boolean covers(DataInterval interval, Fingerprint by) {
      return reading.equals(by) && range.contains(interval);
    }

    /** What holds though the snapshot may never be taken: it comes before all others. */
    Seen homeAlone() {
      return new Seen(
          source,
          snapshot,
          Optional.empty(),
          Optional.empty(),
          Fingerprint.of("none"),
          home.orElseThrow(),
          new TreeMap<>(),
          home,
          0,
          0,
          changed,
          0,
          new TreeMap<>());
    }

    Row row(String dataset, String runId, Instant at) {
      return RowFactory.create(
          dataset,
          source,
          snapshot,
          position.orElse(null),
          watermark.orElse(null),
          reading.hex(),
          Timestamp.from(range.start()),
          Timestamp.from(range.end()),
          intervals.entrySet().stream()
              .map(entry -> RowFactory.create(entry.getKey().toString(), entry.getValue()))
              .toArray(Row[]::new),
          home.map(DataInterval::toString).orElse(null),
          outside,
          changedRows,
          changed.name().toLowerCase(Locale.ROOT),
          sequence,
          runId,
          Timestamp.from(at),
          columns.isEmpty() ? null : columns);
    }

    static Seen of(Row row) {
      SortedMap<DataInterval, Long> intervals = new TreeMap<>();
      for (Row entry : row.<Row>getList(row.fieldIndex("intervals"))) {
        intervals.put(DataInterval.parse(entry.getString(0)), entry.getLong(1));
      }
      return new Seen(
          row.getAs("source"),
          row.getAs("snapshot"),
          Optional.ofNullable(row.getAs("position")),
          Optional.ofNullable(row.getAs("watermark")),
          new Fingerprint(row.getAs("reading")),
          new DataInterval(
              row.<Timestamp>getAs("start").toInstant(), row.<Timestamp>getAs("end").toInstant()),
          intervals,
          Optional.ofNullable(row.<String>getAs("home")).map(DataInterval::parse),
          row.<Long>getAs("outside"),
          row.<Long>getAs("changed_rows"),
          OnChange.valueOf(row.<String>getAs("changed").toUpperCase(Locale.ROOT)),
          row.<Long>getAs("sequence"),
          columns(row));
    }

    private static SortedMap<String, String> columns(Row row) {
      boolean has = row.schema().getFieldIndex("columns").isDefined();
      return has && !row.isNullAt(row.fieldIndex("columns"))
          ? new TreeMap<>(row.<String, String>getJavaMap(row.fieldIndex("columns")))
          : new TreeMap<>();
    }
  }
}
