package io.falaj.lineage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Reads tables at pinned versions: of each interval what is committed, and nothing else. */
final class TableReader {

  private final DeltaTables tables;
  private final CommitLog commits;

  TableReader(DeltaTables tables, CommitLog commits) {
    this.tables = tables;
    this.commits = commits;
  }

  /** The transaction identifier of an interval's writes to a table. */
  static String app(TableName table, DataInterval interval) {
    return table + "/" + interval;
  }

  TableVersion pin(TableName table) {
    // Commits first: a write that is committed in between shows as open, which is safe.
    SortedMap<DataInterval, Commit.Table> committed = commits.committed(table);
    Snapshot snapshot = tables.newest(table);
    if (snapshot.version() < 0) {
      throw absent(table);
    }
    Map<DataInterval, Long> written = generations(table, snapshot);
    committed.forEach(
        (interval, last) -> checkKept(table, interval, last, written.getOrDefault(interval, 0L)));
    return new TableVersion(table, snapshot.version(), open(table, snapshot, committed));
  }

  /**
   * Checks that a table still has what is committed.
   *
   * @param written how often its log says that the interval was written
   */
  static void checkKept(
      TableName table, DataInterval interval, Commit.@Nullable Table committed, long written) {
    if (committed != null && committed.generation() > written) {
      throw new FalajException.DataRefused(
          "Table %s has lost what is committed: interval %s was written %d times, the last time as version %d, and its log tells of %d. Restore the table's folder from a copy, or start another lake."
              .formatted(table, interval, committed.generation(), committed.version(), written));
    }
  }

  /** An older version: a write in it that was never committed is not read, then or later. */
  TableVersion pin(TableName table, long version) {
    Map<DataInterval, NavigableMap<Long, Commit.Table>> writes = commits.writes(table);
    SortedMap<DataInterval, Long> open = new TreeMap<>();
    generations(table, tables.at(table, version))
        .forEach(
            (interval, generation) -> {
              Map.Entry<Long, Commit.Table> last =
                  writes.getOrDefault(interval, new TreeMap<>()).floorEntry(generation);
              if (last == null) {
                open.put(interval, -1L);
              } else if (last.getKey() < generation) {
                open.put(interval, last.getValue().version());
              }
            });
    return new TableVersion(table, version, open);
  }

  /** The intervals that are open in a version, and where each is read instead. */
  SortedMap<DataInterval, Long> open(
      TableName table, long version, SortedMap<DataInterval, Commit.Table> committed) {
    return open(table, tables.at(table, version), committed);
  }

  private SortedMap<DataInterval, Long> open(
      TableName table, Snapshot snapshot, SortedMap<DataInterval, Commit.Table> committed) {
    SortedMap<DataInterval, Long> open = new TreeMap<>();
    generations(table, snapshot)
        .forEach(
            (interval, generation) -> {
              Commit.Table last = committed.get(interval);
              if (last == null) {
                open.put(interval, -1L);
              } else if (last.generation() < generation) {
                open.put(interval, last.version());
              }
            });
    return open;
  }

  /** How often each interval of the table was written. */
  Map<DataInterval, Long> generations(TableName table, Snapshot snapshot) {
    Map<DataInterval, Long> generations = new TreeMap<>();
    String prefix = table + "/";
    tables
        .with(() -> SnapshotState.transactions(snapshot))
        .forEach(
            (app, generation) -> {
              if (app.startsWith(prefix)) {
                generations.put(DataInterval.parse(app.substring(prefix.length())), generation);
              }
            });
    return generations;
  }

  private FalajException absent(TableName table) {
    List<String> names = tables.tables().stream().map(TableName::toString).toList();
    return new FalajException.Configuration(
        "The lake %s has no table %s.%s Run the step that makes it first, or mend the name."
            .formatted(
                tables.folders().root(),
                table,
                names.isEmpty() ? " It is empty." : " It has " + String.join(", ", names) + "."));
  }

  Dataset<Row> read(TableVersion version) {
    if (version.openIntervals().isEmpty()) {
      return tables.with(
          () -> {
            Snapshot snapshot = tables.at(version.table(), version.version());
            if (SnapshotState.knowsFiles(snapshot)) {
              return frame(snapshot, SnapshotState.files(snapshot));
            }
            tables.checkFiles(version);
            return tables
                .session()
                .baseRelationToDataFrame(
                    snapshot
                        .deltaLog()
                        .createRelation(
                            Scala.seq(List.of()), Option.apply(snapshot), Option.empty(), false));
          });
    }
    return read(version.table(), version.version(), committedFiles(version));
  }

  /** The rows of some files of a table, as its version describes them. */
  Dataset<Row> read(TableName table, long version, List<AddFile> files) {
    return tables.with(() -> frame(tables.at(table, version), files));
  }

  private static Dataset<Row> frame(Snapshot snapshot, List<AddFile> files) {
    return snapshot.deltaLog().createDataFrame(snapshot, Scala.seq(files), false, Option.empty());
  }

  Dataset<Row> read(TableVersion version, DataInterval range) {
    Dataset<Row> rows = read(version);
    return range.equals(DataInterval.WHOLE) ? rows : rows.where(prune(version, range));
  }

  /** Those rows of it that a condition is true of, from files that may hold such by statistics. */
  Dataset<Row> read(TableVersion version, DataInterval range, Column where) {
    Column all = range.equals(DataInterval.WHOLE) ? where : prune(version, range).and(where);
    FilePruning pruning = new FilePruning(tables, version.table(), all);
    Set<String> paths = new HashSet<>(pruning.paths(version.version()));
    version.openIntervals().values().stream()
        .filter(at -> at >= 0)
        .distinct()
        .forEach(at -> paths.addAll(pruning.paths(at)));
    List<AddFile> files =
        committedFiles(version).stream().filter(file -> paths.contains(file.path())).toList();
    return read(version.table(), version.version(), files).where(all);
  }

  private Column prune(TableVersion version, DataInterval range) {
    return prune(
        Scala.list(tables.at(version.table(), version.version()).metadata().partitionColumns()),
        range);
  }

  private static Column prune(List<String> partitions, DataInterval range) {
    Column all = functions.lit(true);
    LocalDate last = LocalDate.ofInstant(range.end().minusNanos(1), ZoneOffset.UTC);
    LocalDate first = LocalDate.ofInstant(range.start(), ZoneOffset.UTC);
    for (String partition : partitions) {
      if (partition.equals(TableSpec.INTERVAL_MONTH)) {
        Column month = functions.col(partition);
        all =
            all.and(month.geq(functions.lit(first.withDayOfMonth(1))))
                .and(month.leq(functions.lit(last)));
      } else if (partition.equals(TableSpec.INTERVAL_DAY)) {
        Column day = functions.col(partition);
        all = all.and(day.geq(functions.lit(first))).and(day.leq(functions.lit(last)));
      }
    }
    return all;
  }

  List<DataFile> files(TableVersion version) {
    org.apache.hadoop.fs.Path folder = tables.folders().table(version.table());
    return committedFiles(version).stream().map(file -> dataFile(folder, file)).toList();
  }

  private static DataFile dataFile(org.apache.hadoop.fs.Path folder, AddFile file) {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder, file.toPath());
    Map<String, String> partition = new LinkedHashMap<>();
    Scala.map(file.partitionValues())
        .forEach(
            (key, value) -> {
              if (value != null) {
                partition.put(key, value);
              }
            });
    Option<Object> rows = file.numLogicalRecords();
    return new DataFile(
        path.toString(),
        file.size(),
        Instant.ofEpochMilli(file.modificationTime()),
        partition,
        file.tags() == null ? Map.of() : new TreeMap<>(Scala.map(file.tags())),
        rows.isDefined() ? (Long) rows.get() : -1L);
  }

  /** The files that hold what is committed. */
  List<AddFile> committedFiles(TableVersion version) {
    List<AddFile> newest = allFiles(version.table(), version.version());
    if (version.openIntervals().isEmpty()) {
      return newest;
    }
    List<AddFile> kept = new ArrayList<>();
    for (AddFile file : newest) {
      if (FileIntervals.of(file).noneOf(version.openIntervals().keySet())) {
        kept.add(file);
      }
    }
    Set<String> paths = new HashSet<>();
    kept.forEach(file -> paths.add(file.path()));
    Map<Long, Set<DataInterval>> older = new TreeMap<>();
    version
        .openIntervals()
        .forEach(
            (interval, at) -> {
              if (at >= 0) {
                older.computeIfAbsent(at, unused -> new HashSet<>()).add(interval);
              }
            });
    older.forEach(
        (at, intervals) -> {
          for (AddFile file : allFiles(version.table(), at)) {
            if (!FileIntervals.of(file).noneOf(intervals) && paths.add(file.path())) {
              kept.add(file);
            }
          }
        });
    return kept;
  }

  List<AddFile> allFiles(TableName table, long version) {
    return tables.with(() -> SnapshotState.files(tables.at(table, version)));
  }
}
