package io.falaj.scoring;

import static org.apache.spark.sql.functions.col;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import io.falaj.scoring.report.QuarantineReason;
import io.falaj.scoring.report.TableQuality;
import io.falaj.validation.ValidationTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** What the lake recorded of the rows that arrived: from commits and validation results. */
final class QualityRecords {

  static final String INGEST = "ingest";

  private final Lake lake;
  private final DataInterval interval;
  private final List<String> datasets;

  QualityRecords(Lake lake, DataInterval interval, List<String> datasets) {
    this.lake = lake;
    this.interval = interval;
    this.datasets = datasets;
  }

  List<TableQuality> tables() {
    List<TableQuality> tables = new ArrayList<>();
    for (String dataset : datasets) {
      List<Commit> commits =
          lake.commits(INGEST, dataset).stream()
              .filter(commit -> commit.interval().overlaps(interval))
              .toList();
      if (!commits.isEmpty()) {
        tables.add(quality(dataset, commits));
      }
    }
    return tables;
  }

  /** Counts what the commits wrote; an interval without a clean table was held whole. */
  private TableQuality quality(String dataset, List<Commit> commits) {
    long raw = 0;
    long clean = 0;
    long quarantine = 0;
    long held = 0;
    for (Commit commit : commits) {
      long arrived = rows(commit, Zone.RAW);
      raw += arrived;
      if (writes(commit, Zone.CLEAN)) {
        clean += rows(commit, Zone.CLEAN);
        quarantine += rows(commit, Zone.QUARANTINE);
      } else {
        held += arrived;
      }
    }
    TableName read = new TableName(Zone.CLEAN, dataset);
    String version = lake.exists(read) ? lake.pin(read).toString() : "–";
    return new TableQuality(dataset, raw, clean, quarantine, held, version);
  }

  private static boolean writes(Commit commit, Zone zone) {
    return commit.tables().stream().anyMatch(table -> table.table().zone() == zone);
  }

  private static long rows(Commit commit, Zone zone) {
    return commit.tables().stream()
        .filter(table -> table.table().zone() == zone)
        .mapToLong(table -> table.content().rows())
        .sum();
  }

  /** Expectations that rows failed, by the newest validation of each interval. */
  List<QuarantineReason> reasons() {
    if (!lake.exists(ValidationTable.NAME)) {
      return List.of();
    }
    Set<String> wanted = new HashSet<>();
    datasets.forEach(dataset -> wanted.add(new TableName(Zone.RAW, dataset).toString()));
    List<Row> rows =
        lake.read(ValidationTable.NAME)
            .where(col("table").isin(wanted.toArray()))
            .select("table", "interval", "version", "expectation", "severity", "failed")
            .collectAsList();
    Map<List<String>, Long> newest = new HashMap<>();
    for (Row row : rows) {
      newest.merge(List.of(row.getString(0), row.getString(1)), row.getLong(2), Math::max);
    }
    Map<List<String>, Map<String, Long>> failed = new LinkedHashMap<>();
    for (Row row : rows) {
      boolean current =
          newest.getOrDefault(List.of(row.getString(0), row.getString(1)), -1L) == row.getLong(2);
      if (current && DataInterval.parse(row.getString(1)).overlaps(interval)) {
        failed
            .computeIfAbsent(
                List.of(row.getString(0), row.getString(3), row.getString(4)),
                expectation -> new HashMap<>())
            // A validation that was recorded twice, around a crash, counts once.
            .put(row.getString(1), row.getLong(5));
      }
    }
    return failed.entrySet().stream()
        .map(
            entry ->
                new QuarantineReason(
                    TableName.parse(entry.getKey().get(0)).table(),
                    entry.getKey().get(1),
                    entry.getKey().get(2),
                    entry.getValue().values().stream().mapToLong(Long::longValue).sum()))
        .filter(reason -> reason.rows() > 0)
        .sorted(
            Comparator.comparingLong((QuarantineReason reason) -> -reason.rows())
                .thenComparing(QuarantineReason::dataset)
                .thenComparing(QuarantineReason::expectation))
        .toList();
  }
}
