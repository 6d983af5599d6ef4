package io.falaj.lineage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What steps of one run share. */
final class StepWriter {

  private static final Logger LOG = LoggerFactory.getLogger(StepWriter.class);

  private final RunContext run;
  private final LakeSettings settings;
  private final DeltaTables tables;
  private final TableMaker maker;
  private final TableReader reader;
  private final CommitLog commits;
  private final List<StepListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<TableVersion> reads = new LinkedHashSet<>();
  private final AtomicInteger steps = new AtomicInteger();

  StepWriter(
      RunContext run,
      LakeSettings settings,
      DeltaTables tables,
      TableMaker maker,
      TableReader reader,
      CommitLog commits) {
    this.run = run;
    this.settings = settings;
    this.tables = tables;
    this.maker = maker;
    this.reader = reader;
    this.commits = commits;
  }

  RunContext run() {
    return run;
  }

  /** The number of a step that begins. */
  int nextStep() {
    return steps.incrementAndGet();
  }

  Instant now() {
    return settings.clock().instant();
  }

  CommitLog commits() {
    return commits;
  }

  void listen(StepListener listener) {
    listeners.add(listener);
  }

  synchronized void wasRead(TableVersion version) {
    reads.add(version);
  }

  synchronized List<TableVersion> readsUntilNow(List<TableVersion> named) {
    Set<TableVersion> all = new LinkedHashSet<>(named);
    all.addAll(reads);
    return List.copyOf(all);
  }

  synchronized List<TableVersion> takeReads(List<TableVersion> named) {
    List<TableVersion> all = readsUntilNow(named);
    reads.clear();
    return all;
  }

  /** Of all tables that the commits wrote the open intervals, and where each is read instead. */
  Map<TableName, SortedMap<DataInterval, Long>> open(Collection<Commit> done) {
    Map<TableName, SortedMap<DataInterval, Long>> open = new TreeMap<>();
    for (Commit commit : done) {
      for (Commit.Table written : commit.tables()) {
        open.computeIfAbsent(
            written.table(),
            table -> tables.exists(table) ? reader.pin(table).openIntervals() : new TreeMap<>());
      }
    }
    return open;
  }

  /** A write to a table that has not begun. */
  TableWrite write(
      WriteKind kind,
      TableSpec spec,
      StepRequest request,
      SortedMap<DataInterval, Fingerprint> keys,
      SortedMap<DataInterval, List<StepInput>> inputs) {
    WriteIntent intent =
        new WriteIntent(
            kind,
            spec,
            keys,
            commits.committed(spec.name()),
            record -> record.json(run, request, kind, inputs));
    return new TableWrite(intent, tables, maker, settings.clock(), reader);
  }

  /** Rows in files, before there is a write that they belong to. */
  StagedRows stage(
      TableSpec spec,
      Set<DataInterval> intervals,
      Dataset<Row> rows,
      List<RowObserver<?>> observers) {
    return StagedRows.write(spec, tables, maker, intervals, rows, observers);
  }

  String provenance(StepRequest request) {
    return WriteRecord.ofCommits(run, request);
  }

  /** Tells of a step that is about to write what has no intervals. */
  StepStarted started(String step, String output, Fingerprint definition) {
    StepStarted started =
        new StepStarted(
            run,
            nextStep(),
            step,
            output,
            definition,
            new TreeMap<>(),
            new TreeMap<>(),
            readsUntilNow(List.of()),
            now());
    tellStarted(started);
    return started;
  }

  void tellStarted(StepStarted step) {
    for (StepListener listener : listeners) {
      listener.started(step);
    }
  }

  void tellCompleted(StepCompleted done) {
    for (StepListener listener : listeners) {
      try {
        listener.completed(done);
      } catch (RuntimeException e) {
        LOG.warn("The step is committed; its books are not complete, the next run mends them", e);
      }
    }
  }

  void tellAppended(TableVersion table, long rows) {
    tellBeside(table, listener -> listener.appended(table, rows));
  }

  void tellCompacted(TableVersion table) {
    tellBeside(table, listener -> listener.compacted(table));
  }

  private void tellBeside(TableVersion table, Consumer<StepListener> tell) {
    for (StepListener listener : listeners) {
      try {
        tell.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("{} is written; its books are not complete", table, e);
      }
    }
  }

  void tellFailed(StepFailed failed) {
    for (StepListener listener : new ArrayList<>(listeners)) {
      try {
        listener.failed(failed);
      } catch (RuntimeException e) {
        LOG.warn("The failed step could not be recorded", e);
      }
    }
  }
}
