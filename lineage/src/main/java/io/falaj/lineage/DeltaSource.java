package io.falaj.lineage;

import io.falaj.lineage.config.Problems;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * A version of a Delta table outside the lake, whoever writes it. Deletion vectors and column
 * mapping are heeded.
 */
public final class DeltaSource implements SourceSnapshot {

  private static final Logger LOG = LoggerFactory.getLogger(DeltaSource.class);

  private final DeltaTables tables;
  private final DeltaLog log;
  private final Snapshot snapshot;

  private DeltaSource(DeltaTables tables, DeltaLog log, Snapshot snapshot) {
    this.tables = tables;
    this.log = log;
    this.snapshot = snapshot;
    reading(
        log.dataPath(),
        () ->
            tables.with(
                () -> {
                  log.protocolRead(snapshot.protocol());
                  return snapshot.metadata();
                }));
  }

  /** The newest version of the table at a path. */
  static DeltaSource newest(DeltaTables tables, String path) {
    DeltaLog log = log(tables, path);
    return new DeltaSource(tables, log, existing(tables, log));
  }

  /** An older version of it. */
  static DeltaSource at(DeltaTables tables, String path, long version) {
    DeltaLog log = log(tables, path);
    Snapshot newest = existing(tables, log);
    if (newest.version() == version) {
      return new DeltaSource(tables, log, newest);
    }
    try {
      return new DeltaSource(
          tables,
          log,
          tables.with(() -> log.getSnapshotAt(version, Option.empty(), Option.empty())));
    } catch (Exception e) { // Scala throws checked ones too
      throw new FalajException.DataRefused(
          "Delta table %s has no version %d that can be read; its newest is %d. Name another version, or take the newest."
              .formatted(log.dataPath(), version, newest.version()),
          e);
    }
  }

  private static DeltaLog log(DeltaTables tables, String path) {
    Path qualified = qualified(tables, path);
    if ((qualified + "/").startsWith(tables.folders().root() + "/")) {
      throw new FalajException.Configuration(
          "Delta table %s is one of this lake. Name it by its zone and name; a source is outside."
              .formatted(path));
    }
    return reading(
        qualified, () -> tables.with(() -> DeltaLog.forTable(tables.session(), qualified)));
  }

  private static Path qualified(DeltaTables tables, String path) {
    try {
      Path given = new Path(path);
      return given.getFileSystem(tables.configuration()).makeQualified(given);
    } catch (IOException | IllegalArgumentException e) {
      throw new FalajException.Configuration(
          "The path '%s' of a Delta table cannot be used: %s. Name a folder or URI that this machine can reach."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static Snapshot existing(DeltaTables tables, DeltaLog log) {
    Snapshot newest =
        reading(
            log.dataPath(),
            () -> tables.with(() -> log.update(false, Option.empty(), Option.empty())));
    if (newest.version() < 0) {
      throw new FalajException.DataRefused(
          "There is no Delta table at %s: %s. Put it there, or mend the path in the dataset's definition."
              .formatted(log.dataPath(), reading(log.dataPath(), () -> whyNot(tables, log))));
    }
    return newest;
  }

  private static String whyNot(DeltaTables tables, DeltaLog log) {
    try {
      FileSystem files = log.dataPath().getFileSystem(tables.configuration());
      if (!files.exists(log.dataPath())) {
        return "the folder does not exist";
      }
      return files.exists(log.logPath())
          ? "its _delta_log holds no commit"
          : "the folder has no _delta_log";
    } catch (IOException e) {
      throw IoFailure.of("read " + log.dataPath(), e);
    }
  }

  /** What Delta says of a log that it cannot read is about the data, not a fault of ours. */
  private static <T> T reading(Path path, Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) { // Scala throws checked ones too
      RuntimeException known = IoFailure.of("read Delta table " + path, e);
      // No expression of ours fails on a row here: what cannot be parsed is the table's log.
      if (e instanceof FalajException
          || known instanceof FalajException.Transient
          || known instanceof FalajException.Configuration) {
        throw known;
      }
      throw new FalajException.DataRefused(
          "Delta table %s cannot be read: %s Mend it, or have it written without what Delta 4.0 does not know."
              .formatted(path, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** The table's folder as a full URI. */
  public String path() {
    return log.dataPath().toString();
  }

  /** What a table is known by: another one at the same path has another. */
  public String tableId() {
    return snapshot.metadata().id();
  }

  public long version() {
    return snapshot.version();
  }

  @Override
  public StepInput input() {
    return new StepInput(StepInput.DELTA, path(), tableId() + ":" + version());
  }

  @Override
  public Optional<String> position() {
    return Optional.of(tableId() + ":" + version());
  }

  @Override
  public Since since(String earlier) {
    return added(earlier).isPresent() ? Since.ADDITIONS : Since.ALL;
  }

  @Override
  public List<String> names() {
    return List.of(schema().fieldNames());
  }

  @Override
  public boolean hasTimes(String column) {
    check(column);
    return List.of(DataTypes.DateType, DataTypes.TimestampType, DataTypes.TimestampNTZType)
        .contains(schema().apply(column).dataType());
  }

  /** The columns of the version. */
  public StructType schema() {
    return snapshot.metadata().schema();
  }

  /**
   * The identity of a row is the version that added its file, the file's path in the table, and the
   * row's ordinal in the file, with colons between; the version is a question mark where the table
   * no longer keeps that entry of its log. The source is the file's path in the table. Of rows
   * {@code since} an earlier version of the same table, those that were added after it, where none
   * was removed or changed and the log still tells; else all.
   *
   * @throws FalajException.DataRefused if the version lacks one of the columns
   */
  @Override
  public Dataset<Row> rows(SnapshotQuery query) {
    Optional<List<DeltaRows.File>> added = query.since().flatMap(this::added);
    return rows(query, added.orElseGet(this::dated));
  }

  private Optional<List<DeltaRows.File>> added(String position) {
    int colon = position.lastIndexOf(':');
    if (!position.substring(0, colon).equals(tableId())) {
      return Optional.empty();
    }
    try {
      DeltaChange change = since(Long.parseLong(position.substring(colon + 1)));
      return change.changed().isEmpty() ? Optional.of(change.files()) : Optional.empty();
    } catch (FalajException.DataRefused e) { // the log no longer tells
      LOG.info("Table {} is taken whole: {}", path(), e.getMessage());
      return Optional.empty();
    }
  }

  private List<DeltaRows.File> dated() {
    Map<String, Long> versions =
        reading(log.dataPath(), () -> new DeltaReplay(log).added(version()));
    return files().stream()
        .map(file -> new DeltaRows.File(file, DeltaRows.version(versions.get(file.path()))))
        .toList();
  }

  @Override
  public void close() {
    // Nothing is held: Delta keeps the files of a version until they are vacuumed.
  }

  /**
   * What was added since an earlier version, which was taken as it was then.
   *
   * @throws FalajException.DataRefused if the table no longer tells: entries of its log or files
   *     are gone, or it has no such version
   */
  public DeltaChange since(long earlier) {
    if (earlier > version()) {
      throw new FalajException.DataRefused(
          "Delta table %s is at version %d, and %d was taken before: it was made anew or put back. Take it whole."
              .formatted(path(), version(), earlier));
    }
    return reading(log.dataPath(), () -> DeltaChange.between(tables, this, log, earlier));
  }

  private void check(String column) {
    List<String> has = names();
    if (!has.contains(column)) {
      throw new FalajException.DataRefused(
          "Delta table %s has no column '%s' in version %d.%s Mend the table, or the dataset's columns."
              .formatted(path(), column, version(), Problems.suggest(column, has)));
    }
  }

  List<AddFile> files() {
    return reading(log.dataPath(), () -> tables.with(() -> SnapshotState.files(snapshot)));
  }

  Dataset<Row> rows(SnapshotQuery query, List<DeltaRows.File> files) {
    query.columns().forEach(this::check);
    return tables.with(() -> DeltaRows.of(log, snapshot, query, files));
  }
}
