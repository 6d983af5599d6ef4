package io.falaj.lineage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A step of a run, writing through the lake. */
final class LakeStep implements Step {

  private final StepWriter writer;
  private final StepRequest request;
  private final SortedMap<DataInterval, Fingerprint> keys = new TreeMap<>();
  private final SortedMap<DataInterval, Commit> current;
  private final SortedMap<DataInterval, List<StepInput>> pending = new TreeMap<>();
  private final Map<String, Object> facets = new LinkedHashMap<>();
  private final List<TableWrite> writes = new ArrayList<>();
  private final List<StagedRows> early = new ArrayList<>();
  private final Map<TableName, SortedMap<DataInterval, Long>> open;
  private @Nullable StepStarted started;
  private @Nullable Throwable cause;
  private boolean ended;

  LakeStep(StepWriter writer, StepRequest request) {
    this.writer = writer;
    this.request = request;
    this.current = writer.commits().current(request.step(), request.output());
    this.open = writer.open(current.values());
    find(request.intervals());
    if (!pending.isEmpty()) {
      start();
    }
  }

  /** Finds what is to be done. */
  private void find(List<IntervalRequest> intervals) {
    keys.clear();
    pending.clear();
    for (IntervalRequest interval : intervals) {
      Fingerprint key = request.key(interval);
      keys.put(interval.interval(), key);
      Commit last = current.get(interval.interval());
      if (last == null || !last.stepKey().equals(key) || isOpen(last)) {
        pending.put(interval.interval(), interval.inputs());
      }
    }
  }

  /**
   * Whether the commit's rows are still those that are read, while a later write of its interval
   * was never committed: to do it once more makes an end of that write. Rows that were appended
   * would be there twice, and what another step has committed since would be undone: there the
   * interval stays as it is.
   */
  private boolean isOpen(Commit commit) {
    return commit.tables().stream()
        .filter(table -> !table.operation().equals(WriteKind.APPEND.operation()))
        .anyMatch(
            table ->
                Long.valueOf(table.version())
                    .equals(
                        open.getOrDefault(table.table(), new TreeMap<>()).get(commit.interval())));
  }

  private void start() {
    StepStarted step =
        new StepStarted(
            writer.run(),
            writer.nextStep(),
            request.step(),
            request.output(),
            request.definition(),
            pendingKeys(),
            pending,
            writer.readsUntilNow(request.reads()),
            writer.now());
    writer.tellStarted(step);
    started = step;
  }

  private SortedMap<DataInterval, Fingerprint> pendingKeys() {
    SortedMap<DataInterval, Fingerprint> result = new TreeMap<>(keys);
    result.keySet().retainAll(pending.keySet());
    return result;
  }

  @Override
  public List<DataInterval> pending() {
    return List.copyOf(pending.keySet());
  }

  @Override
  public Map<DataInterval, Fingerprint> stepKeys() {
    return Collections.unmodifiableMap(keys);
  }

  @Override
  public StagedWrite replaceIntervals(
      TableSpec table, Dataset<Row> rows, RowObserver<?>... observers) {
    return stage(
        WriteKind.REPLACE, table, pendingKeys(), write -> write.write(rows, List.of(observers)));
  }

  @Override
  public StagedWrite replaceIntervals(
      TableSpec table, Set<DataInterval> only, Dataset<Row> rows, RowObserver<?>... observers) {
    if (only.isEmpty() || !pending.keySet().containsAll(only)) {
      throw new IllegalArgumentException(
          "%s is to be written for %s, and pending are %s"
              .formatted(table.name(), only, pending.keySet()));
    }
    SortedMap<DataInterval, Fingerprint> some = pendingKeys();
    some.keySet().retainAll(only);
    return stage(WriteKind.REPLACE, table, some, write -> write.write(rows, List.of(observers)));
  }

  @Override
  public StagedRows stage(TableSpec table, Dataset<Row> rows, RowObserver<?>... observers) {
    try {
      StagedRows staged =
          writer.stage(table, Set.copyOf(pending.keySet()), rows, List.of(observers));
      early.add(staged);
      return staged;
    } catch (RuntimeException e) {
      cause = e;
      throw e;
    }
  }

  @Override
  public void settle(List<IntervalRequest> intervals) {
    Set<DataInterval> settled = new TreeSet<>();
    intervals.forEach(interval -> settled.add(interval.interval()));
    if (!settled.equals(keys.keySet()) || !writes.isEmpty()) {
      throw new IllegalStateException(
          "%s cannot become %s after %d writes".formatted(this, settled, writes.size()));
    }
    find(intervals);
    StepStarted before = started;
    if (before != null) {
      started = before.settled(pendingKeys(), pending);
    }
  }

  @Override
  public StagedWrite replaceIntervals(StagedRows staged, Optional<Dataset<Row>> beside) {
    return stage(
        WriteKind.REPLACE, staged.spec(), pendingKeys(), write -> write.write(staged, beside));
  }

  @Override
  public StagedWrite append(TableSpec table, Dataset<Row> rows, RowObserver<?>... observers) {
    return stage(
        WriteKind.APPEND, table, pendingKeys(), write -> write.write(rows, List.of(observers)));
  }

  @Override
  public StagedWrite merge(
      TableSpec table, List<String> keyColumns, Dataset<Row> rows, RowObserver<?>... observers) {
    return stage(
        WriteKind.MERGE,
        table,
        pendingKeys(),
        write -> write.merge(keyColumns, rows, List.of(observers)));
  }

  @Override
  public StagedWrite delete(TableSpec table, Dataset<Row> rowKeys) {
    return stage(WriteKind.DELETE, table, pendingKeys(), write -> write.delete(rowKeys));
  }

  @Override
  public StagedWrite delete(TableSpec table, Column where) {
    return stage(WriteKind.DELETE, table, pendingKeys(), write -> write.delete(where));
  }

  private StagedWrite stage(
      WriteKind kind,
      TableSpec table,
      SortedMap<DataInterval, Fingerprint> intervals,
      Consumer<TableWrite> fill) {
    if (ended || pending.isEmpty()) {
      throw new IllegalStateException(
          "step %s of %s writes %s though it is %s"
              .formatted(
                  request.step(), request.output(), table.name(), ended ? "over" : "up to date"));
    }
    if (writes.stream().anyMatch(write -> write.covers(table.name(), intervals.keySet()))) {
      // The second would be taken for the first, found again after a crash, and be dropped.
      throw new IllegalStateException(
          "step %s of %s writes %s of %s twice: make two steps of it"
              .formatted(request.step(), request.output(), intervals.keySet(), table.name()));
    }
    try {
      TableWrite write = writer.write(kind, table, request, intervals, pending);
      fill.accept(write);
      writes.add(write);
      return write;
    } catch (RuntimeException e) {
      cause = e;
      throw e;
    }
  }

  @Override
  public void record(String name, Object facet) {
    facets.put(name, facet);
  }

  @Override
  public void failed(Throwable failure) {
    cause = failure;
  }

  @Override
  public StepResult commit() {
    StepStarted step = started;
    if (ended || step == null) {
      throw new IllegalStateException(
          "step %s of %s has nothing to commit".formatted(request.step(), request.output()));
    }
    try {
      Instant at = writer.now();
      List<Commit> rows = new ArrayList<>();
      for (DataInterval interval : pending.keySet()) {
        rows.add(row(interval, at));
      }
      Map<String, Long> mayFollow = new TreeMap<>();
      writes.forEach(write -> mayFollow.putAll(write.mayFollow()));
      if (!rows.isEmpty()) { // none: what was staged turned out to be there already
        writer.commits().add(rows, mayFollow, writer.provenance(request));
      }
    } catch (RuntimeException e) {
      cause = e;
      throw e;
    }
    ended = true;
    early.forEach(StagedRows::drop);
    StepCompleted done =
        new StepCompleted(step, writer.takeReads(request.reads()), written(), facets, writer.now());
    writer.tellCompleted(done);
    writer.commits().compact(writer.run());
    return new StepResult(pendingKeys(), done.outputs());
  }

  private List<TableWritten> written() {
    return writes.stream().flatMap(write -> write.written().stream()).toList();
  }

  private Commit row(DataInterval interval, Instant at) {
    RunContext run = writer.run();
    Commit last = current.get(interval);
    Fingerprint key = keys.get(interval);
    List<StepInput> inputs = pending.get(interval);
    if (key == null || inputs == null) {
      throw new IllegalStateException("interval without a key: " + interval);
    }
    return new Commit(
        request.step(),
        request.output(),
        interval,
        last == null ? 1 : last.generation() + 1,
        key,
        request.definition(),
        request.semanticsVersion(),
        run.runId(),
        run.job(),
        run.pipeline(),
        run.codeVersion(),
        at,
        inputs,
        writes.stream().flatMap(write -> write.committed(interval).stream()).toList(),
        writes.stream().flatMap(write -> write.evolved(interval).stream()).toList());
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    early.forEach(StagedRows::drop);
    for (TableWrite write : writes) {
      write.abandon();
    }
    StepStarted step = started;
    List<TableVersion> reads = writer.takeReads(request.reads());
    if (step == null) {
      return;
    }
    Throwable known = cause;
    String problem =
        known == null
            ? "The step was closed before it was committed."
            : String.valueOf(known.getMessage());
    writer.tellFailed(
        new StepFailed(step, reads, written(), problem, Optional.ofNullable(known), writer.now()));
  }

  /** The intervals asked for, for messages. */
  @Override
  public String toString() {
    return request.step() + " " + request.output() + " " + new TreeSet<>(keys.keySet());
  }
}
