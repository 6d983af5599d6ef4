package io.falaj.validation;

import static org.apache.spark.sql.functions.lit;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.SnapshotQuery;
import io.falaj.lineage.SourceSnapshot;
import io.falaj.validation.SourceSnapshotsTable.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which rows of a snapshot an ingest looks at: of each interval those since it was last read, and
 * of one that never was, all; in the source itself where that can tell a row's interval.
 */
final class SnapshotReading {

  private final Contract contract;
  private final SourceSnapshot snapshot;
  private final List<DataInterval> asked;
  private final SnapshotLog log;

  SnapshotReading(
      Contract contract, SourceSnapshot snapshot, List<DataInterval> asked, SnapshotLog log) {
    this.contract = contract;
    this.snapshot = snapshot;
    this.asked = asked;
    this.log = log;
  }

  /** The newest snapshot that tells what an interval holds. */
  Optional<Seen> newest(DataInterval interval) {
    return log.newest(interval, contract.reading(), contract.source().changed());
  }

  /** The interval of rows without an event time: of those asked for first, the first. */
  DataInterval home() {
    return log.home().orElse(asked.get(0));
  }

  /** The records. */
  Dataset<Row> records() {
    return queries().stream()
        .map(snapshot::rows)
        .reduce(Dataset::unionAll)
        .orElseThrow(() -> new IllegalStateException("no interval"));
  }

  /**
   * Whether the records are rows that were added since all of the intervals were last read, and
   * none was changed: then a key says nothing of other rows with it.
   */
  boolean addsOnly() {
    // To tell it, a Delta table goes through its log: once for each position, not each interval.
    return asked.stream()
        .map(interval -> newest(interval).flatMap(Seen::position))
        .distinct()
        .allMatch(
            position ->
                position
                    .filter(at -> snapshot.since(at) == SourceSnapshot.Since.ADDITIONS)
                    .isPresent());
  }

  /** What the source is asked for, each row at most once. */
  List<SnapshotQuery> queries() {
    SnapshotQuery all = SnapshotQuery.of(contract.sourceNames(), contract.sourceKeys());
    SourceSnapshot.Since told =
        addsOnly() ? SourceSnapshot.Since.ADDITIONS : SourceSnapshot.Since.CHANGES;
    Optional<String> times = times();
    if (times.isEmpty()) {
      return List.of(all.since(since(asked, told)));
    }
    List<SnapshotQuery> queries = new ArrayList<>();
    for (List<DataInterval> run : runs()) {
      DataInterval span = new DataInterval(run.get(0).start(), run.get(run.size() - 1).end());
      queries.add(
          all.since(since(run, told))
              .within(new SnapshotQuery.Times(times.get(), span, run.contains(home()))));
    }
    return queries;
  }

  /** The source's column that tells a row's interval, where the source can tell by it. */
  private Optional<String> times() {
    if (contract.partitioning() == Partitioning.WHOLE) {
      return Optional.empty();
    }
    return contract
        .eventTime()
        .map(contract::column)
        .filter(column -> column.origin() instanceof io.falaj.validation.Column.FromSource)
        .map(column -> ((io.falaj.validation.Column.FromSource) column.origin()).column())
        .filter(snapshot::hasTimes);
  }

  /** The intervals, those together that follow each other and were last read by one snapshot. */
  private List<List<DataInterval>> runs() {
    List<List<DataInterval>> runs = new ArrayList<>();
    Optional<Seen> last = Optional.empty();
    for (DataInterval interval : asked) {
      Optional<Seen> newest = newest(interval);
      if (runs.isEmpty() || !newest.equals(last)) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(interval);
      last = newest;
    }
    return runs;
  }

  /** How far the least of some intervals was read; nothing if one never was, or it is no help. */
  private Optional<String> since(List<DataInterval> intervals, SourceSnapshot.Since told) {
    List<Seen> newest = intervals.stream().flatMap(interval -> newest(interval).stream()).toList();
    return newest.size() < intervals.size()
        ? Optional.empty()
        : newest.stream()
            .min(Comparator.comparingLong(Seen::sequence))
            .flatMap(Seen::position)
            .filter(at -> snapshot.since(at) == told);
  }

  /** Those of pending intervals. */
  Wanted wanted(List<DataInterval> pending) {
    return new Wanted() {
      @Override
      public Column column(Column row, Column start) {
        return contract.partitioning() == Partitioning.WHOLE
            ? lit(true)
            : start.isin(pending.stream().map(Wanted::day).toArray());
      }

      @Override
      public Column home(Column row) {
        return lit(Wanted.day(SnapshotReading.this.home()));
      }
    };
  }
}
