package io.falaj.lineage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.RemoveFile;
import scala.Tuple2;
import scala.collection.Iterator;

/** Goes through the entries that a Delta table's log keeps, one commit after the other. */
final class DeltaReplay {

  private final DeltaLog log;

  DeltaReplay(DeltaLog log) {
    this.log = log;
  }

  /**
   * What came between two versions.
   *
   * @param added files with rows that are new, in the order in which they came
   * @param changed the versions that removed or changed rows which were there before
   */
  record Between(Map<String, DeltaRows.File> added, SortedSet<Long> changed) {}

  private interface Visitor {
    void commit(long version, Map<String, AddFile> adds, Map<String, RemoveFile> removes);
  }

  /** The version that added each file there is, by path; without those that the log forgot. */
  Map<String, Long> added(long version) {
    Map<String, Long> versions = new HashMap<>();
    visit(
        0,
        version,
        (at, adds, removes) -> {
          // A file may be added again with other deleted rows or statistics, and is the same.
          removes.keySet().stream()
              .filter(path -> !adds.containsKey(path))
              .forEach(versions::remove);
          adds.keySet().forEach(path -> versions.putIfAbsent(path, at));
        });
    return versions;
  }

  /**
   * What came after one version, up to another. Compaction is neither an addition nor a change: the
   * rows of a file that was added and compacted since are still read from that file.
   *
   * @throws FalajException.DataRefused if the log no longer has every entry between
   */
  Between between(long after, long to) {
    Map<String, DeltaRows.File> added = new LinkedHashMap<>();
    SortedSet<Long> changed = new TreeSet<>();
    long[] last = {after};
    visit(
        after + 1,
        to,
        (at, adds, removes) -> {
          if (at != last[0] + 1) {
            throw gap(last[0] + 1, at - 1);
          }
          last[0] = at;
          removes.forEach(
              (path, remove) -> {
                if (remove.dataChange()) {
                  if (!added.containsKey(path)) {
                    changed.add(at);
                  }
                  if (!adds.containsKey(path)) {
                    added.remove(path);
                  }
                }
              });
          adds.forEach(
              (path, add) -> {
                DeltaRows.File before = added.get(path);
                if (!add.dataChange()) {
                  return;
                } else if (before != null) {
                  added.put(path, new DeltaRows.File(add, before.version()));
                } else if (!removes.containsKey(path)) {
                  added.put(path, new DeltaRows.File(add, DeltaRows.version(at)));
                }
              });
        });
    if (last[0] != to) {
      throw gap(last[0] + 1, to);
    }
    return new Between(added, changed);
  }

  private FalajException gap(long from, long to) {
    return new FalajException.DataRefused(
        ("Delta table %s no longer keeps the entries of versions %d to %d in its log, so what they added"
                + " cannot be told. Take the table whole, and raise its delta.logRetentionDuration.")
            .formatted(log.dataPath(), from, to));
  }

  private void visit(long from, long to, Visitor visitor) {
    Iterator<Tuple2<Object, scala.collection.immutable.Seq<Action>>> commits =
        log.getChanges(from, to, false);
    while (commits.hasNext()) {
      Tuple2<Object, scala.collection.immutable.Seq<Action>> commit = commits.next();
      Map<String, AddFile> adds = new LinkedHashMap<>();
      Map<String, RemoveFile> removes = new LinkedHashMap<>();
      for (Action action : Scala.list(commit._2())) {
        if (action instanceof AddFile add) {
          adds.put(add.path(), add);
        } else if (action instanceof RemoveFile remove) {
          removes.put(remove.path(), remove);
        }
      }
      visitor.commit((Long) commit._1(), adds, removes);
    }
  }
}
