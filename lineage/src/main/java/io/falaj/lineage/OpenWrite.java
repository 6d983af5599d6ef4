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
   * exactly these intervals, each with its generation and its step key; else null.
   */
  static @Nullable OpenWrite find(
      DeltaLog log,
      TableName table,
      long from,
      SortedMap<DataInterval, Fingerprint> keys,
      SortedMap<DataInterval, Long> generations) {
    DataInterval first = keys.firstKey();
    String app = TableReader.app(table, first);
    long generation = generations.getOrDefault(first, 0L);
    Iterator<Tuple2<Object, scala.collection.immutable.Seq<Action>>> changes =
        log.getChanges(from, false);
    while (changes.hasNext()) {
      Tuple2<Object, scala.collection.immutable.Seq<Action>> change = changes.next();
      WriteRecord record = record(change._2(), app, generation);
      if (record != null) {
        return record.stepKeys().equals(keys) && record.generations().equals(generations)
            ? new OpenWrite((Long) change._1(), record)
            : null;
      }
    }
    return null;
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
