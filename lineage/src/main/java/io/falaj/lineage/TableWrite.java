package io.falaj.lineage;

import java.io.Serializable;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One write of a step to one table: files first, then a commit of its own. */
final class TableWrite implements StagedWrite {

  private static final Logger LOG = LoggerFactory.getLogger(TableWrite.class);

  private final WriteIntent intent;
  private final DeltaTables tables;
  private final TableMaker maker;
  private final InstantSource clock;
  private final TableReader reader;

  private SortedMap<DataInterval, Long> generations = new TreeMap<>();
  private SortedMap<DataInterval, IntervalContent> contents = new TreeMap<>();
  private List<AddFile> files = List.of();
  private List<AddFile> observable = List.of();
  private List<RowObserver<?>> observers = List.of();
  private List<RowTap> taps = List.of();
  private List<SchemaChange> schemaChanges = List.of();
  private @Nullable OptimisticTransaction transaction;
  private @Nullable PreparedWrite prepared;
  private long version = -1;
  private boolean rolledForward;
  private boolean attempted;
  private boolean abandoned;

  TableWrite(
      WriteIntent intent,
      DeltaTables tables,
      TableMaker maker,
      InstantSource clock,
      TableReader reader) {
    this.intent = intent;
    this.tables = tables;
    this.maker = maker;
    this.clock = clock;
    this.reader = reader;
  }

  /** Writes the files, or finds that a run that died has written and committed just these. */
  private void stage(Preparation preparation) {
    tables.with(
        () -> {
          OptimisticTransaction txn = maker.begin(intent.spec());
          SortedMap<DataInterval, Long> last = intent.lastGenerations(txn);
          OpenWrite open = findOpen(txn, last);
          if (open != null) {
            generations = last;
            rolledForward = true;
            version = open.version();
            contents = open.record().contents();
            schemaChanges = open.record().schemaChanges();
            List<AddFile> all = ours(reader.allFiles(intent.table(), version));
            Set<String> before =
                intent.kind().keepsRows()
                    ? PreparedWrite.paths(committedFiles(txn, last))
                    : Set.of();
            files = all.stream().filter(file -> !before.contains(file.path())).toList();
            observable = intent.kind().rewrites() ? all : files;
            return null;
          }
          PreparedWrite write = prepare(preparation, txn, last);
          generations = write.generations();
          files = write.staged().files();
          contents = write.staged().contents();
          taps = write.staged().taps();
          transaction = txn;
          prepared = write;
          return null;
        });
  }

  private PreparedWrite prepare(
      Preparation preparation, OptimisticTransaction txn, SortedMap<DataInterval, Long> last) {
    try {
      return preparation.prepare(txn, last);
    } catch (Exception e) { // Scala throws checked ones too
      throw IoFailure.of(intent.doing(), e);
    }
  }

  private interface Preparation {
    PreparedWrite prepare(OptimisticTransaction txn, SortedMap<DataInterval, Long> last);
  }

  /** Writes rows that come beside, or in place of, all that the intervals hold. */
  void write(Dataset<Row> rows, List<RowObserver<?>> watching) {
    observers = watching;
    stage(
        (txn, last) -> {
          List<AddFile> staying =
              intent.kind() == WriteKind.APPEND ? committedFiles(txn, last) : List.of();
          StagedFiles staged =
              StagedFiles.write(
                  intent.spec(),
                  tables,
                  txn,
                  intent.keys().keySet(),
                  Optional.of(rows),
                  Optional.empty(),
                  watching);
          return new PreparedWrite(last, staged, staying, intent.seen(txn, last));
        });
  }

  /**
   * Writes rows that are staged already, and others beside them, in place of all that the intervals
   * hold.
   */
  void write(StagedRows early, Optional<Dataset<Row>> beside) {
    observers = early.observers();
    stage(
        (txn, last) ->
            new PreparedWrite(
                last,
                early.take(txn, intent.keys().keySet(), beside),
                List.of(),
                Optional.empty()));
    early.drop();
  }

  /** Writes rows that take the place of those with the same keys. */
  void merge(List<String> keys, Dataset<Row> rows, List<RowObserver<?>> watching) {
    observers = watching;
    change(table -> KeyedRows.merge(intent, table, keys, rows), watching);
  }

  /** Takes the rows of some keys away. */
  void delete(Dataset<Row> keys) {
    change(table -> KeyedRows.delete(intent, table, keys), List.of());
  }

  /** Takes the rows away for which a condition holds. */
  void delete(Column where) {
    change(table -> MatchingRows.delete(tables.session(), intent, table, where), List.of());
  }

  private void change(Function<StructType, RowChange> change, List<RowObserver<?>> watching) {
    stage(
        (txn, last) ->
            new CopyOnWrite(intent, tables, reader)
                .write(
                    txn,
                    last,
                    committedFiles(txn, last),
                    change.apply(txn.metadata().schema()),
                    watching));
  }

  /** Of those files that the write may take away, the ones whose rows are committed. */
  private List<AddFile> committedFiles(
      OptimisticTransaction txn, SortedMap<DataInterval, Long> last) {
    boolean anyOpen =
        last.entrySet().stream().anyMatch(e -> intent.isOpen(e.getKey(), e.getValue()));
    if (txn.readVersion() < 0 || (intent.kind() == WriteKind.APPEND && !anyOpen)) {
      return List.of();
    }
    long at = txn.readVersion();
    TableVersion pinned =
        new TableVersion(intent.table(), at, reader.open(intent.table(), at, intent.committed()));
    return intent.own(reader.committedFiles(pinned), last);
  }

  private @Nullable OpenWrite findOpen(
      OptimisticTransaction txn, SortedMap<DataInterval, Long> last) {
    long from = Long.MAX_VALUE;
    for (Map.Entry<DataInterval, Long> entry : last.entrySet()) {
      if (!intent.isOpen(entry.getKey(), entry.getValue())) {
        return null;
      }
      Commit.Table table = intent.committed().get(entry.getKey());
      from = Math.min(from, table == null ? 0 : table.version() + 1);
    }
    return OpenWrite.find(txn.deltaLog(), intent, from, last);
  }

  @Override
  public long rows() {
    return contents.values().stream().mapToLong(IntervalContent::rows).sum();
  }

  @Override
  public SortedMap<DataInterval, IntervalContent> contents() {
    return Collections.unmodifiableSortedMap(contents);
  }

  @Override
  public <S extends Serializable> S observed(RowObserver<S> observer) {
    if (taps.isEmpty()) {
      taps = List.of(readAgain());
    }
    return RowTap.observed(intent.spec().schema(), taps, observer);
  }

  @Override
  public boolean rolledForward() {
    return rolledForward;
  }

  /** A run that died wrote these rows and took what it observed along: look at them again. */
  private RowTap readAgain() {
    return tables.with(
        () ->
            StagedFiles.drained(
                intent.spec(),
                tables,
                reader.read(intent.table(), version, observable),
                observers.stream().filter(observer -> observer.beside().isEmpty()).toList()));
  }

  @Override
  public TableVersion commit() {
    if (abandoned) {
      throw new IllegalStateException("the write to " + intent.table() + " was abandoned");
    }
    if (version < 0) {
      attempted = true;
      FilesCommit.Result done = tables.with(this::commitFiles);
      version = done.version();
      schemaChanges = done.schemaChanges();
      transaction = null;
    }
    return tableVersion();
  }

  private FilesCommit.Result commitFiles() {
    return new FilesCommit(intent, tables, maker, clock)
        .commit(Objects.requireNonNull(transaction), Objects.requireNonNull(prepared));
  }

  private TableVersion tableVersion() {
    SortedMap<DataInterval, Long> open =
        new TreeMap<>(reader.open(intent.table(), version, intent.committed()));
    open.keySet().removeAll(intent.keys().keySet());
    return new TableVersion(intent.table(), version, open);
  }

  private List<AddFile> ours(List<AddFile> all) {
    return all.stream()
        .filter(file -> !FileIntervals.of(file).noneOf(intent.keys().keySet()))
        .toList();
  }

  @Override
  public void abandon() {
    if (version < 0 && !abandoned) {
      abandoned = true;
      StagedFiles.delete(intent.table(), tables, attempted ? inNoVersion() : files);
    }
  }

  /** A commit that failed may have landed: the next run then takes these files for its own. */
  private List<AddFile> inNoVersion() {
    try {
      Set<String> named = new HashSet<>();
      reader
          .allFiles(intent.table(), tables.newest(intent.table()).version())
          .forEach(file -> named.add(file.path()));
      return files.stream().filter(file -> !named.contains(file.path())).toList();
    } catch (Exception e) { // Scala throws checked ones too
      LOG.debug("Whether the files of {} are in a version cannot be told", intent.table(), e);
      return List.of();
    }
  }

  /** Whether it stands, or may yet, in one of these intervals of a table. */
  boolean covers(TableName table, Set<DataInterval> intervals) {
    return !abandoned
        && intent.table().equals(table)
        && !Collections.disjoint(intent.keys().keySet(), intervals);
  }

  /**
   * For each interval written, by its transaction identifier, the newest generation that may be
   * committed when this write is; empty unless it was committed to its table.
   */
  Map<String, Long> mayFollow() {
    Map<String, Long> newest = new TreeMap<>();
    if (version >= 0) {
      generations.forEach(
          (interval, generation) ->
              newest.put(
                  TableReader.app(intent.table(), interval),
                  intent.mayFollow(interval, generation)));
    }
    return newest;
  }

  /** How the table's columns changed with it, for the commits row of an interval. */
  List<Commit.Evolved> evolved(DataInterval interval) {
    return version < 0 || !intent.keys().containsKey(interval)
        ? List.of()
        : schemaChanges.stream()
            .map(change -> new Commit.Evolved(intent.table(), version, change))
            .toList();
  }

  /** What a commits row says of this write; empty if it was abandoned or of other intervals. */
  Optional<Commit.Table> committed(DataInterval interval) {
    if (version < 0) {
      if (!abandoned) {
        throw new IllegalStateException(
            "the write to %s is neither committed nor abandoned".formatted(intent.table()));
      }
      return Optional.empty();
    }
    if (!intent.keys().containsKey(interval)) {
      return Optional.empty();
    }
    return Optional.of(
        new Commit.Table(
            intent.table(),
            version,
            generations.getOrDefault(interval, 0L),
            intent.kind().operation(),
            contents.getOrDefault(interval, WriteRecord.NOTHING)));
  }

  /** The write as listeners are told of it; empty unless committed. */
  Optional<TableWritten> written() {
    return version < 0
        ? Optional.empty()
        : Optional.of(
            new TableWritten(
                tableVersion(),
                intent.kind().operation(),
                intent.spec().schema(),
                rows(),
                files.size(),
                files.stream().mapToLong(AddFile::size).sum(),
                contents));
  }
}
