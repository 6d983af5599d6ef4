package io.falaj.lineage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import scala.Option;

/**
 * What a snapshot holds, taken from the version's checksum file where that tells it: Delta would
 * run three Spark jobs to find the same in its log.
 */
final class SnapshotState {

  private SnapshotState() {}

  static List<AddFile> files(Snapshot snapshot) {
    Option<VersionChecksum> checksum = snapshot.checksumOpt();
    List<AddFile> files =
        checksum.isDefined() && checksum.get().allFiles().isDefined()
            ? Scala.list(checksum.get().allFiles().get())
            : snapshot.allFiles().collectAsList();
    files.forEach(file -> LakeBounds.check(snapshot.deltaLog().dataPath(), file.path()));
    return files;
  }

  /** Checks what {@link #files} checks, where they are too many to be listed. */
  static void checkFiles(Snapshot snapshot) {
    if (knowsFiles(snapshot)) {
      files(snapshot);
      return;
    }
    snapshot
        .allFiles()
        .toDF()
        .where("path LIKE '/%' OR path LIKE '%..%' OR path RLIKE '[:%]'")
        .select("path")
        .as(Encoders.STRING())
        .collectAsList()
        .forEach(path -> LakeBounds.check(snapshot.deltaLog().dataPath(), path));
  }

  /** Whether {@link #files} costs no Spark job. */
  static boolean knowsFiles(Snapshot snapshot) {
    Option<VersionChecksum> checksum = snapshot.checksumOpt();
    return checksum.isDefined() && checksum.get().allFiles().isDefined();
  }

  /** The newest version of each transaction identifier. */
  static Map<String, Long> transactions(Snapshot snapshot) {
    Option<VersionChecksum> checksum = snapshot.checksumOpt();
    List<SetTransaction> marks =
        Scala.list(
            checksum.isDefined() && checksum.get().setTransactions().isDefined()
                ? checksum.get().setTransactions().get()
                : snapshot.setTransactions());
    Map<String, Long> versions = new HashMap<>();
    marks.forEach(mark -> versions.merge(mark.appId(), mark.version(), Math::max));
    return versions;
  }

  /**
   * The newest version of an identifier, 0 if there is none; the transaction will conflict with any
   * other that raises it.
   */
  static long transaction(OptimisticTransaction txn, Map<String, Long> known, String app) {
    txn.readTxn().append(app);
    return known.getOrDefault(app, 0L);
  }
}
