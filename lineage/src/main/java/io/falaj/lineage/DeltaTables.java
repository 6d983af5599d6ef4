package io.falaj.lineage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import scala.Option;

/** The Delta logs of a lake's tables, seen by one session. */
final class DeltaTables {

  private final SparkSession session;
  private final LakeFolders folders;
  private final FileSystem files;
  private final Set<String> checked = ConcurrentHashMap.newKeySet();

  DeltaTables(SparkSession session, LakeFolders folders) {
    this.session = session;
    this.folders = folders;
    try {
      this.files = folders.rootPath().getFileSystem(configuration());
    } catch (IOException e) {
      throw IoFailure.of("open the lake " + folders.root(), e);
    }
  }

  SparkSession session() {
    return session;
  }

  LakeFolders folders() {
    return folders;
  }

  FileSystem files() {
    return files;
  }

  Configuration configuration() {
    return session.sessionState().newHadoopConf();
  }

  /** Runs with this lake's session as the active one, since Delta asks for it. */
  <T> T with(Supplier<T> work) {
    Option<SparkSession> before = SparkSession.getActiveSession();
    SparkSession.setActiveSession(session);
    try {
      return work.get();
    } finally {
      if (before.isDefined()) {
        SparkSession.setActiveSession(before.get());
      } else {
        SparkSession.clearActiveSession();
      }
    }
  }

  /** SQL over columns, read but not resolved. */
  Expression expression(String sql) {
    try {
      return session.sessionState().sqlParser().parseExpression(sql);
    } catch (ParseException e) {
      throw new IllegalArgumentException("no SQL expression: " + sql, e);
    }
  }

  DeltaLog log(TableName table) {
    LakeBounds.check(folders, table);
    return DeltaLog.forTable(session, folders.table(table));
  }

  /** A new transaction over the newest snapshot. */
  OptimisticTransaction transaction(TableName table) {
    return transaction(table, newest(table));
  }

  /** A new transaction over a snapshot that was just taken. */
  OptimisticTransaction transaction(TableName table, Snapshot snapshot) {
    return log(table).startTransaction(Option.empty(), Option.apply(snapshot));
  }

  /** The newest snapshot; of version -1 where there is no table. */
  Snapshot newest(TableName table) {
    return with(
        () -> {
          try {
            return log(table).update(false, Option.empty(), Option.empty());
          } catch (Exception e) { // Scala throws checked ones too
            throw IoFailure.ofLog(table, folders.table(table), e);
          }
        });
  }

  boolean exists(TableName table) {
    return newest(table).version() >= 0;
  }

  Snapshot at(TableName table, long version) {
    return with(
        () -> {
          DeltaLog log = log(table);
          Snapshot known = log.unsafeVolatileSnapshot();
          if (known.version() == version) {
            return known;
          }
          try {
            return log.getSnapshotAt(version, Option.empty(), Option.empty());
          } catch (Exception e) { // Scala throws checked ones too
            throw new FalajException.Configuration(
                "Table %s has no version %d that can be read; its newest is %d. Name another version."
                    .formatted(table, version, newest(table).version()),
                e);
          }
        });
  }

  /** Checks, once for each version, that its log names files below its folder alone. */
  void checkFiles(TableVersion version) {
    String key = version.table() + "/" + version.version();
    if (!checked.contains(key)) {
      with(
          () -> {
            SnapshotState.checkFiles(at(version.table(), version.version()));
            return checked.add(key);
          });
    }
  }

  /** The version that was the newest at a time, in milliseconds. */
  long versionAt(TableName table, long millis) {
    return with(
        () -> {
          java.sql.Timestamp at = new java.sql.Timestamp(millis);
          try {
            return log(table)
                .history()
                .getActiveCommitAtTime(at, Option.empty(), false, true, false)
                .version();
          } catch (Exception e) { // Delta's are checked ones that Java does not know of
            throw new FalajException.Configuration(
                ("Table %s has no version as of %s. Name a time that is neither before its first"
                        + " commit nor after its newest.")
                    .formatted(table, at.toInstant()),
                e);
          }
        });
  }

  /** The tables of a zone, sorted by name. */
  List<TableName> tables(Zone zone) {
    try {
      if (!files.exists(folders.zone(zone))) {
        return List.of();
      }
      return Arrays.stream(files.listStatus(folders.zone(zone)))
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .filter(name -> !name.startsWith("_") && !name.startsWith("."))
          .map(name -> new TableName(zone, name))
          .filter(this::exists)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw IoFailure.of("list the tables of zone " + zone.folder(), e);
    }
  }

  List<TableName> tables() {
    return Arrays.stream(Zone.values()).map(this::tables).flatMap(Collection::stream).toList();
  }
}
