package io.falaj.validation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.ObservedRows;
import io.falaj.lineage.SourceSnapshot;
import io.falaj.lineage.Sources;
import io.falaj.lineage.StagedRows;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.validation.ChangeObserver.Changes;
import io.falaj.validation.SourceSnapshotsTable.Seen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * From a table outside the lake: of what its snapshot holds, the rows that are new or no longer
 * what they were, told by their key, among the intervals asked for. Rows that are gone from the
 * table stay in the lake.
 */
final class SnapshotIntake implements Intake {

  private final Lake lake;
  private final Contract contract;
  private final SourceSnapshot snapshot;
  private final List<DataInterval> asked;
  private final SortedMap<DataInterval, Commit> commits = new TreeMap<>();
  private final RawRows rawRows;
  private final SnapshotLog log;
  private final SnapshotReading reading;
  private final SourceChanges changes;
  private final FileCounter counter = new FileCounter();
  private final ChangeObserver changeObserver = new ChangeObserver();
  private final boolean unread;

  private @Nullable ObservedRows compared;
  private @Nullable ObservedRows counted;
  private @Nullable StagedRows staged;
  private @Nullable Seen seen;
  private boolean homeIsNew;

  /** Whether rows that arrived take the place of some that raw has. */
  private boolean replaces;

  /**
   * @param snapshot is closed by this
   */
  SnapshotIntake(
      Lake lake,
      Contract contract,
      SourceSnapshot snapshot,
      List<DataInterval> asked,
      RawRows rawRows) {
    this.lake = lake;
    this.contract = contract;
    this.snapshot = snapshot;
    this.asked = asked;
    this.rawRows = rawRows;
    StepInput input = snapshot.input();
    this.log = SnapshotLog.of(lake, contract.dataset(), input.name(), watermark(contract));
    this.reading = new SnapshotReading(contract, snapshot, asked, log);
    // After the log: what it tells of is committed, so that raw has it.
    committed().forEach(commit -> commits.put(commit.interval(), commit));
    this.changes =
        new SourceChanges(
            contract,
            ReadBefore.of(
                contract,
                commits.values().stream()
                    .filter(commit -> asked.contains(commit.interval()))
                    .toList(),
                log,
                () -> Set.of(lake.schema(lake.pin(contract.raw())).fieldNames())));
    this.unread =
        !asked.stream()
            .allMatch(
                interval ->
                    reading
                        .newest(interval)
                        .map(Seen::snapshot)
                        .equals(Optional.of(input.identity())));
  }

  private List<Commit> committed() {
    return lake.commits(Ingest.STEP, contract.dataset());
  }

  @Override
  public void checkCurrent() {
    for (Commit commit : committed()) {
      Commit known = commits.get(commit.interval());
      if (asked.contains(commit.interval())
          && (known == null || known.generation() != commit.generation())) {
        throw new FalajException.Transient(
            "Another run has ingested %s of dataset %s since this one looked. Run again."
                .formatted(commit.interval(), contract.dataset()));
      }
    }
  }

  private static Optional<String> watermark(Contract contract) {
    return contract.source() instanceof Source.DatabaseTable table
        ? table.watermark().map(column -> column.column())
        : Optional.empty();
  }

  @Override
  public List<IntervalRequest> requests(List<StepInput> others) {
    List<IntervalRequest> requests = new ArrayList<>();
    for (DataInterval interval : asked) {
      Set<StepInput> inputs = new LinkedHashSet<>(ingested(interval));
      if (isUnread()) {
        // No commit came from that: whatever the interval has, it is to be looked at.
        inputs.add(input(" unread"));
      } else if (seen != null && seen.intervals().containsKey(interval)) {
        // Rows that were left as they were may be taken later, from the very snapshot.
        boolean left = seen.changedRows() > 0 && seen.changed() == OnChange.KEEP;
        inputs.add(input(left ? " without its changes" : ""));
      }
      requests.add(Intake.request(contract, interval, inputs, others));
    }
    return requests;
  }

  private StepInput input(String but) {
    StepInput input = snapshot.input();
    return new StepInput(input.kind(), input.name(), input.identity() + but);
  }

  /** What raw's rows of an interval came from. */
  private List<StepInput> ingested(DataInterval interval) {
    Commit commit = commits.get(interval);
    return commit == null
        ? List.of()
        : commit.inputs().stream().filter(StepInput::isSource).toList();
  }

  @Override
  public boolean isUnread() {
    return unread && seen == null;
  }

  @Override
  public List<String> ignoredColumns() {
    if (!unread) {
      return List.of();
    }
    List<String> names = new ArrayList<>(snapshot.names());
    names.removeAll(contract.sourceNames());
    return names;
  }

  @Override
  public Optional<Dataset<Row>> arriving(List<DataInterval> pending) {
    if (!isUnread()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>(changes.columns());
    names.addAll(List.of(Sources.ROW, Sources.SOURCE, Sources.TEXT, Sources.FAILED));
    Dataset<Row> records = reading.records().toDF(names.toArray(new String[0]));
    compared =
        lake.observe(
            rawRows.of(
                reading.addsOnly()
                    ? changes.added(records, raw(asked))
                    : changes.of(records, raw(asked)),
                List.of(SourceChanges.BEFORE, SourceChanges.KEY),
                reading.wanted(pending),
                lake.run().runId(),
                lake.settings().clock().instant()),
            changeObserver);
    Dataset<Row> rows = compared.rows();
    if (contract.source().changed() == OnChange.KEEP) {
      rows = rows.where(not(col(RawRows.WANTED)).or(col(SourceChanges.KEY).isNull()));
    }
    counted = lake.observe(rows, counter);
    return Optional.of(
        counted
            .rows()
            .where(col(RawRows.WANTED))
            .drop(RawRows.WANTED, FileCounter.EVENT, SourceChanges.BEFORE, SourceChanges.KEY));
  }

  @Override
  public void read(StagedRows arrived) {
    if (compared == null || counted == null) {
      throw new IllegalStateException("nothing arrived");
    }
    Changes changed = compared.observed(changeObserver);
    OnChange then = then(changed, arrived);
    FileContent content = counted.observed(counter).all();
    SortedMap<DataInterval, Long> intervals = new TreeMap<>(content.intervals());
    homeIsNew = content.home().isPresent() && log.home().isEmpty();
    replaces = !changed.anew().isEmpty() || (changed.rows() > 0 && then == OnChange.TAKE);
    intervals.keySet().retainAll(asked);
    long wanted = intervals.values().stream().mapToLong(Long::longValue).sum();
    // Also an interval that a row has left is another than it was.
    Stream.concat(
            changed.anew().stream(),
            then == OnChange.TAKE ? changed.intervals().stream() : Stream.empty())
        .forEach(text -> intervals.putIfAbsent(DataInterval.parse(text), 0L));
    staged = arrived;
    // Everything is in the lake's own files by now, and the source need not hold it any longer.
    snapshot.close();
    seen =
        new Seen(
            snapshot.input().name(),
            snapshot.input().identity(),
            snapshot.position(),
            watermark(contract),
            contract.reading(),
            new DataInterval(asked.get(0).start(), asked.get(asked.size() - 1).end()),
            intervals,
            homeIsNew ? content.home() : log.home(),
            content.rows() - wanted,
            changed.rows(),
            then,
            log.next(),
            columns());
  }

  private SortedMap<String, String> columns() {
    SortedMap<String, String> columns = new TreeMap<>();
    for (Column column : contract.sourceColumns()) {
      columns.put(column.name(), column.origin().identity());
    }
    return columns;
  }

  /** What happens to changed rows; what was only ever held back may be mended at any time. */
  private OnChange then(Changes changed, StagedRows arrived) {
    OnChange stated = contract.source().changed();
    if (stated != OnChange.STOP) {
      return stated;
    }
    AdmittedCommits admitted = AdmittedCommits.of(lake, contract);
    for (String text : changed.intervals()) {
      DataInterval interval = DataInterval.parse(text);
      Optional<Commit> commit = admitted.of(interval);
      if (commit.isPresent() && has(commit.get(), arrived)) {
        throw stopped(changed);
      }
    }
    return OnChange.TAKE;
  }

  /** Whether clean or quarantine has rows of keys that arrived. */
  private boolean has(Commit admitted, StagedRows arrived) {
    DataInterval interval = admitted.interval();
    if (admitted.equals(commits.get(interval))) {
      return true; // all that raw has
    }
    // What came to raw since was refused, and is in neither.
    Dataset<Row> in =
        Stream.of(contract.clean(), contract.quarantine())
            .filter(lake::exists)
            .map(table -> identities(table, interval))
            .reduce(Dataset::unionAll)
            .orElseThrow();
    Dataset<Row> raw = raw(List.of(interval)).orElseThrow();
    Dataset<Row> had = raw.join(in, raw.col(Sources.ROW).equalTo(in.col(Sources.ROW)), "left_semi");
    return changes.without(had, arrived.columns(changes.columns())).count() < had.count();
  }

  private Dataset<Row> identities(TableName table, DataInterval interval) {
    return lake.readAt(lake.pin(table), interval)
        .where(col(TableSpec.INTERVAL).equalTo(interval.toString()))
        .select(Sources.ROW);
  }

  private FalajException stopped(Changes changed) {
    boolean personal =
        contract.keys().stream().map(contract::column).anyMatch(contract::tellsOfAPerson);
    return new FalajException.DataRefused(
        ("%s of %s, where dataset %s comes from, changed after being ingested%s. To put what it is"
                + " now in its place, write changed: take in the dataset's source; to go on with what"
                + " was ingested, changed: keep.")
            .formatted(
                changed.rows() == 1 ? "A row" : "%,d rows".formatted(changed.rows()),
                snapshot.input().name(),
                contract.dataset(),
                personal
                    ? ""
                    : ": %s%s"
                        .formatted(
                            String.join(", ", changed.keys()),
                            changed.rows() > changed.keys().size() ? ", and others" : "")));
  }

  @Override
  public Optional<Dataset<Row>> staying(List<DataInterval> pending) {
    Optional<Dataset<Row>> rows = raw(pending);
    StagedRows came = staged;
    if (came != null && replaces) {
      rows = rows.map(there -> changes.without(there, came.columns(changes.columns())));
    }
    return rows.map(rawRows::again);
  }

  /** What raw has of some intervals, if it has anything. */
  private Optional<Dataset<Row>> raw(List<DataInterval> intervals) {
    List<DataInterval> from =
        intervals.stream().filter(interval -> !ingested(interval).isEmpty()).toList();
    if (from.isEmpty()) {
      return Optional.empty();
    }
    DataInterval span = new DataInterval(from.get(0).start(), from.get(from.size() - 1).end());
    return Optional.of(
        lake.readAt(lake.pin(contract.raw()), span)
            .where(
                col(TableSpec.INTERVAL).isin(from.stream().map(DataInterval::toString).toArray())));
  }

  @Override
  public boolean any(Collection<DataInterval> intervals) {
    return intervals.stream()
        .anyMatch(
            interval ->
                !ingested(interval).isEmpty()
                    || (seen != null && seen.intervals().containsKey(interval)));
  }

  @Override
  public FalajException noData(List<DataInterval> pending) {
    return new FalajException.DataRefused(
        "Dataset %s has no records in %s: %s has none there now, and none was ingested. Ask for an interval that it has rows of."
            .formatted(
                contract.dataset(),
                new DataInterval(pending.get(0).start(), pending.get(pending.size() - 1).end()),
                snapshot.input().name()));
  }

  @Override
  public void rememberFound() {
    // Unlike a file, a snapshot cannot be read again after a crash: it is known once it is taken.
    if (seen != null && homeIsNew) {
      log.tellHome(lake, seen);
    }
  }

  @Override
  public void rememberTaken() {
    if (seen != null) {
      log.tell(lake, seen);
    }
  }

  @Override
  public Findings findings() {
    return new Findings(
        seen == null ? 0 : seen.outside(),
        List.of(),
        List.of(),
        List.of(),
        seen == null || seen.changedRows() == 0
            ? Optional.empty()
            : Optional.of(
                new ChangedRows(
                    seen.source(), seen.changedRows(), seen.changed() == OnChange.TAKE)));
  }

  @Override
  public void close() {
    snapshot.close();
  }
}
