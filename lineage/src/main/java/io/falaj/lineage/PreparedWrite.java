package io.falaj.lineage;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * All that a commit of a table needs.
 *
 * @param last how often each interval was written before
 * @param staged the new files
 * @param staying committed files that stay, whether or not the newest version names them
 * @param seen the paths of all files of the intervals, where the write depends on them
 */
record PreparedWrite(
    SortedMap<DataInterval, Long> last,
    StagedFiles staged,
    List<AddFile> staying,
    Optional<Set<String>> seen) {

  /** The counters that the write raises. */
  SortedMap<DataInterval, Long> generations() {
    SortedMap<DataInterval, Long> next = new TreeMap<>();
    last.forEach((interval, generation) -> next.put(interval, generation + 1));
    return next;
  }

  /** The files that the version names which a transaction has read. */
  static List<AddFile> files(OptimisticTransaction txn) {
    return txn.readVersion() < 0 ? List.of() : SnapshotState.files(txn.snapshot());
  }

  static Set<String> paths(List<AddFile> files) {
    return files.stream().map(AddFile::path).collect(Collectors.toSet());
  }
}
