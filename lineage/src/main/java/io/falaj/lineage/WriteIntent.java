package io.falaj.lineage;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * What a step is about to do to a table.
 *
 * @param kind what the rows do to those that are there
 * @param spec the table
 * @param keys the intervals to write, each with its step key
 * @param committed of each interval of the table the write that is committed
 * @param provenance what a write says of itself in the table's log
 */
record WriteIntent(
    WriteKind kind,
    TableSpec spec,
    SortedMap<DataInterval, Fingerprint> keys,
    SortedMap<DataInterval, Commit.Table> committed,
    Function<WriteRecord, String> provenance) {

  WriteIntent {
    if (keys.size() > 1 && !List.of(spec.schema().fieldNames()).contains(TableSpec.INTERVAL)) {
      throw new IllegalArgumentException(
          "%s is to take %d intervals at once and has no column %s to tell them apart"
              .formatted(spec.name(), keys.size(), TableSpec.INTERVAL));
    }
    if (kind != WriteKind.APPEND) {
      IntervalPredicate.check(spec.name(), spec.partitionBy(), keys.keySet());
    }
  }

  TableName table() {
    return spec.name();
  }

  /** For messages, for example {@code merge into table raw.flights}. */
  String doing() {
    return kind.doing() + " table " + table();
  }

  /** The partitions written, as SQL; empty for the whole table and for an append. */
  Optional<String> predicate() {
    return kind == WriteKind.APPEND
        ? Optional.empty()
        : IntervalPredicate.of(spec.partitionBy(), keys.keySet());
  }

  /** How often each interval was written; another write of one of them will conflict. */
  SortedMap<DataInterval, Long> lastGenerations(OptimisticTransaction txn) {
    SortedMap<DataInterval, Long> last = new TreeMap<>();
    Map<String, Long> known = SnapshotState.transactions(txn.snapshot());
    for (DataInterval interval : keys.keySet()) {
      String app = TableReader.app(table(), interval);
      long written = SnapshotState.transaction(txn, known, app);
      TableReader.checkKept(table(), interval, committed.get(interval), written);
      last.put(interval, written);
    }
    return last;
  }

  /** The generation of an interval that is committed, 0 if there is none. */
  long committedGeneration(DataInterval interval) {
    Commit.Table table = committed.get(interval);
    return table == null ? 0 : table.generation();
  }

  /** The generation of each interval written that is committed, 0 where there is none. */
  SortedMap<DataInterval, Long> committedGenerations() {
    SortedMap<DataInterval, Long> all = new TreeMap<>();
    keys.keySet().forEach(interval -> all.put(interval, committedGeneration(interval)));
    return all;
  }

  boolean isOpen(DataInterval interval, long generation) {
    return generation > committedGeneration(interval);
  }

  /**
   * The newest generation that may be committed when a write is: rows of a later one would be lost
   * unseen, since the write did not keep them, or was itself replaced.
   */
  long mayFollow(DataInterval interval, long generation) {
    return kind.keepsRows() ? committedGeneration(interval) : generation - 1;
  }

  /** Those of a table's files whose rows may go: of an append, those that were never committed. */
  List<AddFile> own(Collection<AddFile> files, SortedMap<DataInterval, Long> last) {
    if (kind == WriteKind.APPEND) {
      List<DataInterval> open =
          keys.keySet().stream()
              .filter(interval -> isOpen(interval, last.getOrDefault(interval, 0L)))
              .toList();
      return files.stream()
          .filter(file -> !open.isEmpty() && !FileIntervals.of(file).noneOf(open))
          .toList();
    }
    return predicate().isEmpty()
        ? List.copyOf(files)
        : files.stream().filter(this::isInPartitions).toList();
  }

  /** The paths of {@link #own} files, where the write depends on them. */
  Optional<Set<String>> seen(OptimisticTransaction txn, SortedMap<DataInterval, Long> last) {
    return kind.keepsRows()
        ? Optional.of(PreparedWrite.paths(own(PreparedWrite.files(txn), last)))
        : Optional.empty();
  }

  private boolean isInPartitions(AddFile file) {
    DataInterval partition = FileIntervals.partition(file);
    return partition != null && keys.keySet().stream().anyMatch(partition::overlaps);
  }
}
