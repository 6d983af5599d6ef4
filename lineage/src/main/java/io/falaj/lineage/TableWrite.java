package io.falaj.lineage;

import java.io.Serializable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** One write of a step to one table: files first, then a commit of its own. */
final class TableWrite implements StagedWrite {

  /** What the rows do to those that are there. */
  enum Kind {
    APPEND,
    REPLACE;

    String operation() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(TableWrite.class);
  private static final int ATTEMPTS = 5;

  private final Kind kind;
  private final TableSpec spec;
  private final DeltaTables tables;
  private final TableMaker maker;
  private final InstantSource clock;
  private final TableReader reader;
  private final SortedMap<DataInterval, Fingerprint> keys;
  private final SortedMap<DataInterval, Commit.Table> committed;
  private final Function<WriteRecord, String> provenance;
  private final Optional<String> predicate;

  private final SortedMap<DataInterval, Long> generations = new TreeMap<>();
  private SortedMap<DataInterval, IntervalContent> contents = new TreeMap<>();
  private List<AddFile> files = List.of();
  private List<RowObserver<?>> observers = List.of();
  private @Nullable OptimisticTransaction transaction;
  private @Nullable RowTap tap;
  private long version = -1;
  private boolean attempted;
  private boolean abandoned;

  TableWrite(
      Kind kind,
      TableSpec spec,
      DeltaTables tables,
      TableMaker maker,
      InstantSource clock,
      TableReader reader,
      SortedMap<DataInterval, Fingerprint> keys,
      SortedMap<DataInterval, Commit.Table> committed,
      Function<WriteRecord, String> provenance) {
    this.kind = kind;
    this.spec = spec;
    this.tables = tables;
    this.maker = maker;
    this.clock = clock;
    this.reader = reader;
    this.keys = keys;
    this.committed = committed;
    this.provenance = provenance;
    this.predicate =
        kind == Kind.REPLACE
            ? IntervalPredicate.of(spec.name(), spec.partitionBy(), keys.keySet())
            : Optional.empty();
    if (keys.size() > 1 && !List.of(spec.schema().fieldNames()).contains(TableSpec.INTERVAL)) {
      throw new IllegalArgumentException(
          "%s is to take %d intervals at once and has no column %s to tell them apart"
              .formatted(spec.name(), keys.size(), TableSpec.INTERVAL));
    }
  }

  /** Writes the files, or finds that a run that died has written and committed just these. */
  void write(Dataset<Row> rows, List<RowObserver<?>> watching) {
    observers = watching;
    tables.with(
        () -> {
          OptimisticTransaction txn = maker.begin(spec);
          SortedMap<DataInterval, Long> last = lastGenerations(txn);
          OpenWrite open = findOpen(txn, last);
          if (open != null) {
            generations.putAll(last);
            version = open.version();
            contents = open.record().contents();
            files = ours(reader.allFiles(spec.name(), version));
            return null;
          }
          last.forEach((interval, generation) -> generations.put(interval, generation + 1));
          StagedFiles staged = StagedFiles.write(spec, tables, txn, keys.keySet(), rows, watching);
          files = staged.files();
          contents = staged.contents();
          tap = staged.tap();
          transaction = txn;
          return null;
        });
  }

  private SortedMap<DataInterval, Long> lastGenerations(OptimisticTransaction txn) {
    SortedMap<DataInterval, Long> last = new TreeMap<>();
    Map<String, Long> known = SnapshotState.transactions(txn.snapshot());
    for (DataInterval interval : keys.keySet()) {
      String app = TableReader.app(spec.name(), interval);
      last.put(interval, SnapshotState.transaction(txn, known, app));
    }
    return last;
  }

  private boolean isOpen(DataInterval interval, long generation) {
    Commit.Table table = committed.get(interval);
    return generation > (table == null ? 0 : table.generation());
  }

  private @Nullable OpenWrite findOpen(
      OptimisticTransaction txn, SortedMap<DataInterval, Long> last) {
    long from = Long.MAX_VALUE;
    for (Map.Entry<DataInterval, Long> entry : last.entrySet()) {
      if (!isOpen(entry.getKey(), entry.getValue())) {
        return null;
      }
      Commit.Table table = committed.get(entry.getKey());
      from = Math.min(from, table == null ? 0 : table.version() + 1);
    }
    return OpenWrite.find(txn.deltaLog(), spec.name(), from, keys, last);
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
    RowTap watched = tap;
    if (watched == null) {
      watched = readAgain();
      tap = watched;
    }
    return watched.observed(observer);
  }

  /** A run that died wrote these rows and took what it observed along: look at them again. */
  private RowTap readAgain() {
    return tables.with(
        () -> {
          Dataset<Row> rows = reader.read(spec.name(), version, files);
          RowTap watched =
              RowTap.over(tables.session(), StagedFiles.aligned(spec, rows), observers);
          watched.drain();
          return watched;
        });
  }

  @Override
  public TableVersion commit() {
    if (abandoned) {
      throw new IllegalStateException("the write to " + spec.name() + " was abandoned");
    }
    if (version < 0) {
      attempted = true;
      version = tables.with(this::commitFiles);
      transaction = null;
    }
    return tableVersion();
  }

  private TableVersion tableVersion() {
    SortedMap<DataInterval, Long> open =
        new TreeMap<>(reader.open(spec.name(), version, committed));
    open.keySet().removeAll(keys.keySet());
    return new TableVersion(spec.name(), version, open);
  }

  private long commitFiles() {
    OptimisticTransaction txn = java.util.Objects.requireNonNull(transaction);
    for (int attempt = 1; ; attempt++) {
      try {
        return txn.commit(Scala.seq(actions(txn)), operation());
      } catch (DeltaConcurrentModificationException e) {
        // A new column or another interval: not our interval, as the generations tell.
        if (attempt == ATTEMPTS) {
          throw lost(e);
        }
        txn = again(e);
      } catch (Exception e) { // Scala throws checked ones too
        throw IoFailure.of("commit to table " + spec.name(), e);
      }
    }
  }

  private FalajException.Transient lost(Exception cause) {
    return new FalajException.Transient(
        ("Another run wrote %s of table %s at the same time, and won. Run again: what it has done is"
                + " skipped.")
            .formatted(keys.keySet(), spec.name()),
        cause);
  }

  /** A transaction that saw what the other run did, unless that was one of our intervals. */
  private OptimisticTransaction again(Exception cause) {
    OptimisticTransaction txn = maker.begin(spec);
    boolean stands =
        lastGenerations(txn).entrySet().stream()
            .allMatch(
                entry -> generations.getOrDefault(entry.getKey(), 0L) == entry.getValue() + 1);
    if (!stands) {
      throw lost(cause);
    }
    return txn;
  }

  private List<Action> actions(OptimisticTransaction txn) {
    List<Action> actions = new ArrayList<>();
    long now = clock.millis();
    for (AddFile file : replaced(txn)) {
      actions.add(file.removeWithTimestamp(now, true));
    }
    actions.addAll(files);
    generations.forEach(
        (interval, generation) ->
            actions.add(
                new SetTransaction(
                    TableReader.app(spec.name(), interval), generation, Option.empty())));
    return actions;
  }

  private List<AddFile> replaced(OptimisticTransaction txn) {
    List<AddFile> all = SnapshotState.files(txn.snapshot());
    if (kind == Kind.REPLACE) {
      if (predicate.isEmpty()) {
        txn.readWholeTable();
        return all;
      }
      // What Delta's filterFiles notes too, so that a write of the same partitions conflicts.
      txn.trackReadPredicates(Scala.seq(List.of(tables.expression(predicate.get()))), true, true);
      List<AddFile> replaced = all.stream().filter(this::isReplaced).toList();
      txn.trackFilesRead(Scala.seq(replaced));
      return replaced;
    }
    List<AddFile> neverCommitted = new ArrayList<>();
    List<DataInterval> open =
        keys.keySet().stream()
            .filter(interval -> isOpen(interval, generations.getOrDefault(interval, 1L) - 1))
            .toList();
    if (!open.isEmpty()) {
      Set<String> seen = new HashSet<>();
      for (DataInterval interval : open) {
        Commit.Table last = committed.get(interval);
        if (last != null) {
          reader.allFiles(spec.name(), last.version()).forEach(file -> seen.add(file.path()));
        }
      }
      for (AddFile file : all) {
        if (!FileIntervals.of(file).noneOf(open) && !seen.contains(file.path())) {
          neverCommitted.add(file);
        }
      }
    }
    return neverCommitted;
  }

  private boolean isReplaced(AddFile file) {
    DataInterval partition = FileIntervals.partition(file);
    return partition != null && keys.keySet().stream().anyMatch(partition::overlaps);
  }

  private DeltaOperations.Operation operation() {
    return new DeltaOperations.Write(
        kind == Kind.REPLACE ? SaveMode.Overwrite : SaveMode.Append,
        Option.apply(Scala.seq(spec.partitionBy())),
        predicate.isPresent() ? Option.apply(predicate.get()) : Option.empty(),
        Option.apply(provenance.apply(new WriteRecord(keys, contents, generations))));
  }

  private List<AddFile> ours(List<AddFile> all) {
    return all.stream().filter(file -> !FileIntervals.of(file).noneOf(keys.keySet())).toList();
  }

  @Override
  public void abandon() {
    if (version < 0 && !abandoned) {
      abandoned = true;
      StagedFiles.delete(spec.name(), tables, attempted ? inNoVersion() : files);
    }
  }

  /** A commit that failed may have landed: the next run then takes these files for its own. */
  private List<AddFile> inNoVersion() {
    try {
      Set<String> named = new HashSet<>();
      reader
          .allFiles(spec.name(), tables.newest(spec.name()).version())
          .forEach(file -> named.add(file.path()));
      return files.stream().filter(file -> !named.contains(file.path())).toList();
    } catch (Exception e) { // Scala throws checked ones too
      LOG.debug("Whether the files of {} are in a version cannot be told", spec.name(), e);
      return List.of();
    }
  }

  /** What a commits row says of this write; empty if it was abandoned or of other intervals. */
  Optional<Commit.Table> committed(DataInterval interval) {
    if (version < 0) {
      if (!abandoned) {
        throw new IllegalStateException(
            "the write to %s is neither committed nor abandoned".formatted(spec.name()));
      }
      return Optional.empty();
    }
    if (!keys.containsKey(interval)) {
      return Optional.empty();
    }
    return Optional.of(
        new Commit.Table(
            spec.name(),
            version,
            generations.getOrDefault(interval, 0L),
            kind.operation(),
            contents.getOrDefault(interval, WriteRecord.NOTHING)));
  }

  /** The write as listeners are told of it; empty unless committed. */
  Optional<TableWritten> written() {
    return version < 0
        ? Optional.empty()
        : Optional.of(
            new TableWritten(
                tableVersion(),
                kind.operation(),
                spec.schema(),
                rows(),
                files.size(),
                files.stream().mapToLong(AddFile::size).sum(),
                contents));
  }
}
