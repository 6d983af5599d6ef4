package io.falaj.lineage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** {@code lineage.commits}: what is committed, and at which versions. */
final class CommitLog {

  static final TableName TABLE = new TableName(Zone.LINEAGE, "commits");

  static final TableSpec SPEC =
      TableSpec.of(
              TABLE,
              StructType.fromDDL(
                  "step string, output string, interval string, generation bigint, step_key string,"
                      + " definition string, semantics_version int, run_id string, job string,"
                      + " pipeline string, code_version string, committed_at timestamp,"
                      + " inputs array<struct<kind: string, name: string, identity: string>>,"
                      + " tables array<struct<name: string, version: bigint, generation: bigint,"
                      + " operation: string, rows: bigint, checksum: string>>,"
                      + " schema_changes array<struct<table: string, version: bigint,"
                      + " column: string, was: string, is: string>>"))
          .describedAs("One row per interval that a step has committed, with what it wrote.");

  private final DeltaTables tables;
  private final @Nullable Books books;

  private long version = -2;
  private List<Commit> known = List.of();
  private Map<String, List<Commit>> byFile = Map.of();

  /** To read only. */
  CommitLog(DeltaTables tables) {
    this.tables = tables;
    this.books = null;
  }

  CommitLog(DeltaTables tables, Books books) {
    this.tables = tables;
    this.books = books;
  }

  /** Every commit there is now, in no order. */
  List<Commit> all() {
    return in(tables.newest(TABLE));
  }

  private synchronized List<Commit> in(Snapshot snapshot) {
    if (snapshot.version() < 0) {
      return List.of();
    }
    if (snapshot.version() != version) {
      // Rows are never changed here, so only files that are new are read.
      List<AddFile> files = tables.with(() -> SnapshotState.files(snapshot));
      Map<String, List<Commit>> now = new LinkedHashMap<>();
      for (AddFile file : files) {
        List<Commit> before = byFile.get(file.path());
        now.put(file.path(), before == null ? read(file) : before);
      }
      byFile = now;
      known = now.values().stream().flatMap(List::stream).toList();
      version = snapshot.version();
    }
    return known;
  }

  private List<Commit> read(AddFile file) {
    return ParquetRows.read(
            tables,
            new Path(tables.folders().table(TABLE), file.toPath()),
            file.size(),
            SPEC.schema())
        .stream()
        .map(CommitLog::commit)
        .toList();
  }

  /** The newest commit of each interval of a step. */
  SortedMap<DataInterval, Commit> current(String step, String output) {
    SortedMap<DataInterval, Commit> newest = new TreeMap<>();
    for (Commit commit : all()) {
      if (commit.step().equals(step) && commit.output().equals(output)) {
        newest.merge(commit.interval(), commit, (a, b) -> a.generation() >= b.generation() ? a : b);
      }
    }
    return newest;
  }

  /** For each interval of a table the write that its newest commit names. */
  SortedMap<DataInterval, Commit.Table> committed(TableName table) {
    SortedMap<DataInterval, Commit.Table> newest = new TreeMap<>();
    for (Commit commit : all()) {
      for (Commit.Table written : commit.tables()) {
        if (written.table().equals(table)) {
          newest.merge(
              commit.interval(), written, (a, b) -> a.generation() >= b.generation() ? a : b);
        }
      }
    }
    return newest;
  }

  /** Every committed write of each interval of a table, by generation. */
  Map<DataInterval, NavigableMap<Long, Commit.Table>> writes(TableName table) {
    Map<DataInterval, NavigableMap<Long, Commit.Table>> writes = new TreeMap<>();
    for (Commit commit : all()) {
      for (Commit.Table written : commit.tables()) {
        if (written.table().equals(table)) {
          writes
              .computeIfAbsent(commit.interval(), unused -> new TreeMap<>())
              .put(written.generation(), written);
        }
      }
    }
    return writes;
  }

  /**
   * Adds commits, all or none; each is the next of its interval, or another run was faster.
   *
   * @param mayFollow of each table's interval, by its transaction identifier, the newest generation
   *     that may be committed already: what the write was based on
   */
  void add(List<Commit> commits, Map<String, Long> mayFollow, String userMetadata) {
    Books writer = books;
    if (writer == null) {
      throw new IllegalStateException("this log of commits is to be read only");
    }
    writer.append(
        SPEC,
        commits.stream().map(CommitLog::row).toList(),
        txn -> marks(txn, commits, mayFollow),
        txn -> userMetadata);
  }

  private List<SetTransaction> marks(
      OptimisticTransaction txn, List<Commit> commits, Map<String, Long> mayFollow) {
    List<SetTransaction> marks = new ArrayList<>();
    Map<String, Long> last = generations(txn.snapshot(), commits);
    for (Commit commit : commits) {
      String app = app(commit);
      if (SnapshotState.transaction(txn, last, app) != commit.generation() - 1) {
        throw overtaken(commit.interval(), commit.step() + " " + commit.output());
      }
      marks.add(new SetTransaction(app, commit.generation(), Option.empty()));
      for (Commit.Table table : commit.tables()) {
        // Another step may write the table too: neither may lose the other's rows.
        String written = TableReader.app(table.table(), commit.interval());
        if (SnapshotState.transaction(txn, last, written) > mayFollow.getOrDefault(written, 0L)) {
          throw overtaken(commit.interval(), "table " + table.table());
        }
        marks.add(new SetTransaction(written, table.generation(), Option.empty()));
      }
    }
    return marks;
  }

  /** Puts the log's small files together, where they are many. */
  void compact(RunContext run) {
    if (books != null) {
      books.compact(TABLE, run);
    }
  }

  /**
   * What is committed of the intervals of some commits, by transaction identifier. The rows tell it
   * as the marks do, of which there come to be too many for a checksum file.
   */
  private Map<String, Long> generations(Snapshot snapshot, List<Commit> commits) {
    Set<DataInterval> intervals = new HashSet<>();
    commits.forEach(commit -> intervals.add(commit.interval()));
    Map<String, Long> newest = new HashMap<>();
    for (Commit commit : in(snapshot)) {
      if (intervals.contains(commit.interval())) {
        newest.merge(app(commit), commit.generation(), Math::max);
        for (Commit.Table table : commit.tables()) {
          newest.merge(
              TableReader.app(table.table(), commit.interval()), table.generation(), Math::max);
        }
      }
    }
    return newest;
  }

  private static String app(Commit commit) {
    return commit.step() + "/" + commit.output() + "/" + commit.interval();
  }

  private static FalajException overtaken(DataInterval interval, String of) {
    return new FalajException.Transient(
        ("Interval %s of %s was committed by another run while this one worked on it."
                + " Run again: what is done already is skipped.")
            .formatted(interval, of));
  }

  private static Row row(Commit commit) {
    return RowFactory.create(
        commit.step(),
        commit.output(),
        commit.interval().toString(),
        commit.generation(),
        commit.stepKey().hex(),
        commit.definition().hex(),
        commit.semanticsVersion(),
        commit.runId(),
        commit.job(),
        commit.pipeline(),
        commit.codeVersion(),
        commit.committedAt(),
        commit.inputs().stream()
            .map(input -> RowFactory.create(input.kind(), input.name(), input.identity()))
            .toArray(Row[]::new),
        commit.tables().stream()
            .map(
                table ->
                    RowFactory.create(
                        table.table().toString(),
                        table.version(),
                        table.generation(),
                        table.operation(),
                        table.content().rows(),
                        table.content().checksum()))
            .toArray(Row[]::new),
        commit.schemaChanges().stream()
            .map(
                evolved ->
                    RowFactory.create(
                        evolved.table().toString(),
                        evolved.version(),
                        evolved.change().column(),
                        evolved.change().was().orElse(null),
                        evolved.change().is()))
            .toArray(Row[]::new));
  }

  private static Commit commit(Row row) {
    return new Commit(
        row.getAs("step"),
        row.getAs("output"),
        DataInterval.parse(row.getAs("interval")),
        row.<Long>getAs("generation"),
        new Fingerprint(row.getAs("step_key")),
        new Fingerprint(row.getAs("definition")),
        row.<Integer>getAs("semantics_version"),
        row.getAs("run_id"),
        row.getAs("job"),
        row.getAs("pipeline"),
        row.getAs("code_version"),
        row.<java.sql.Timestamp>getAs("committed_at").toInstant(),
        row.<Row>getList(row.fieldIndex("inputs")).stream()
            .map(input -> new StepInput(input.getString(0), input.getString(1), input.getString(2)))
            .toList(),
        row.<Row>getList(row.fieldIndex("tables")).stream()
            .map(
                table ->
                    new Commit.Table(
                        TableName.parse(table.getString(0)),
                        table.getLong(1),
                        table.getLong(2),
                        table.getString(3),
                        new IntervalContent(table.getLong(4), table.getString(5))))
            .toList(),
        schemaChanges(row));
  }

  /** Rows of earlier releases do not tell. */
  private static List<Commit.Evolved> schemaChanges(Row row) {
    int at = row.fieldIndex("schema_changes");
    return row.isNullAt(at)
        ? List.of()
        : row.<Row>getList(at).stream()
            .map(
                change ->
                    new Commit.Evolved(
                        TableName.parse(change.getString(0)),
                        change.getLong(1),
                        new SchemaChange(
                            change.getString(2),
                            Optional.ofNullable(change.getString(3)),
                            change.getString(4))))
            .toList();
  }
}
