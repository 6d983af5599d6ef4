package io.falaj.lineage;

import java.util.SortedMap;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.CommitInfo;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.Iterator;

/**
 * A write that stands in a table's log and has no commit: a run died after it.
 *
 * @param version the Delta version that it made
 * @param record what it says of itself
 */
record OpenWrite(long version, WriteRecord record) {

  /**
   * Finds the write that made the newest generation of the first interval, provided that it wrote
   * exactly these intervals, each with its generation and its step key, and kept the rows that are
   * committed now; else null.
   *
   * @param from no version before it may be that write
   * @param last the newest generation of each interval
   */
  static @Nullable OpenWrite find(
      DeltaLog log, WriteIntent intent, long from, SortedMap<DataInterval, Long> last) {
    DataInterval first = intent.keys().firstKey();
    String app = TableReader.app(intent.table(), first);
    long generation = last.getOrDefault(first, 0L);
    Iterator<Tuple2<Object, scala.collection.immutable.Seq<Action>>> changes =
        log.getChanges(from, false);
    while (changes.hasNext()) {
      Tuple2<Object, scala.collection.immutable.Seq<Action>> change = changes.next();
      WriteRecord record = record(change._2(), app, generation);
      if (record != null) {
        return record.stepKeys().equals(intent.keys())
                && record.generations().equals(last)
                && keptWhatIsCommitted(record, intent)
            ? new OpenWrite((Long) change._1(), record)
            : null;
      }
    }
    return null;
  }

  /** Another run may have committed after the one that died had looked. */
  private static boolean keptWhatIsCommitted(WriteRecord record, WriteIntent intent) {
    SortedMap<DataInterval, Long> now = intent.committedGenerations();
    return !intent.kind().keepsRows()
        || record.over().entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(now.get(entry.getKey())));
  }

  private static @Nullable WriteRecord record(
      scala.collection.Seq<Action> actions, String app, long generation) {
    boolean found = false;
    String metadata = null;
    for (Action action : Scala.list(actions)) {
      if (action instanceof SetTransaction mark) {
        found |= mark.appId().equals(app) && mark.version() == generation;
      } else if (action instanceof CommitInfo info && info.userMetadata().isDefined()) {
        metadata = info.userMetadata().get();
      }
    }
    return found && metadata != null ? WriteRecord.parse(metadata) : null;
  }
}
