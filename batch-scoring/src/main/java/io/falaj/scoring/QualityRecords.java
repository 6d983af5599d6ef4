package io.falaj.scoring;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, Map<DataInterval, Commit>> arrived = arrived();
    List<TableQuality> tables = new ArrayList<>();
    for (String dataset : datasets) {
      List<Commit> commits =
          lake.commits(INGEST, dataset).stream()
              .filter(commit -> commit.interval().overlaps(interval))
              .toList();
      if (!commits.isEmpty()) {
        tables.add(quality(dataset, commits, arrived.getOrDefault(dataset, Map.of())));
      }
    }
    return tables;
  }

  /**
   * The newest commit that wrote raw, by dataset and interval: a replay leaves raw as it is, so its
   * commit does not name it.
   */
  private Map<String, Map<DataInterval, Commit>> arrived() {
    Map<String, Map<DataInterval, Commit>> arrived = new HashMap<>();
    for (Commit commit : lake.commits()) {
      if (commit.step().equals(INGEST) && writes(commit, Zone.RAW)) {
        arrived
            .computeIfAbsent(commit.output(), dataset -> new HashMap<>())
            .merge(commit.interval(), commit, (a, b) -> a.generation() >= b.generation() ? a : b);
      }
    }
    return arrived;
  }

  /**
   * Counts what the commits wrote; an interval whose newest commit wrote no clean table was held
   * whole.
   */
  private TableQuality quality(
      String dataset, List<Commit> commits, Map<DataInterval, Commit> arrivals) {
    long raw = 0;
    long clean = 0;
    long quarantine = 0;
    long held = 0;
    for (Commit commit : commits) {
      long arrived = rows(arrivals.getOrDefault(commit.interval(), commit), Zone.RAW);
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

  /** Expectations that rows failed, in the judgements that intervals were last committed with. */
  List<QuarantineReason> reasons() {
    List<TableName> raws =
        datasets.stream().map(dataset -> new TableName(Zone.RAW, dataset)).toList();
    Map<List<String>, Long> failed = new LinkedHashMap<>();
    ValidationTable.committed(lake, raws, interval)
        .forEach(
            (raw, intervals) ->
                intervals.values().stream()
                    .flatMap(List::stream)
                    .forEach(
                        row ->
                            failed.merge(
                                List.of(
                                    raw.table(),
                                    row.<String>getAs("expectation"),
                                    row.<String>getAs("severity")),
                                row.<Long>getAs("failed"),
                                Long::sum)));
    return failed.entrySet().stream()
        .map(
            entry ->
                new QuarantineReason(
                    entry.getKey().get(0),
                    entry.getKey().get(1),
                    entry.getKey().get(2),
                    entry.getValue()))
        .filter(reason -> reason.rows() > 0)
        .sorted(
            Comparator.comparingLong((QuarantineReason reason) -> -reason.rows())
                .thenComparing(QuarantineReason::dataset)
                .thenComparing(QuarantineReason::expectation))
        .toList();
  }
}
