package io.falaj.lineage;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Puts the small files of a bookkeeping table into one. Each append leaves one, and who reads the
 * table opens them all: without this a lake would be the slower the more often it was written to.
 * Rows neither come nor go, so nothing that another run appends meanwhile is in the way.
 */
final class SmallFiles {

  /** So many small files are put together, where nothing else is said. */
  static final int MANY = 16;

  /** Bytes below which a file is small. */
  static final long SMALL = 1 << 18;

  /** Bytes of files that are read at once, since their rows are in memory. */
  static final long AT_ONCE = 8L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(SmallFiles.class);

  private final DeltaTables tables;
  private final Books books;
  private final InstantSource clock;
  private final int many;

  SmallFiles(DeltaTables tables, Books books, InstantSource clock, int many) {
    this.tables = tables;
    this.books = books;
    this.clock = clock;
    this.many = many;
  }

  /**
   * Puts them together where they are many. That it fails costs no row and no reader anything: it
   * is told in the log, and the next append tries again.
   *
   * @return the version that has them in one
   */
  Optional<TableVersion> compact(TableName table, String userMetadata) {
    return tables.with(
        () -> {
          try {
            Snapshot snapshot = tables.log(table).unsafeVolatileSnapshot();
            List<AddFile> small = small(SnapshotState.files(snapshot));
            return small.size() < many
                ? Optional.empty()
                : Optional.of(
                    TableVersion.of(table, replace(table, snapshot, small, userMetadata)));
          } catch (DeltaConcurrentModificationException e) {
            LOG.debug("The small files of {} are put together by another run", table, e);
            return Optional.empty();
          } catch (Exception e) { // Scala throws checked ones too
            LOG.warn("The small files of {} stay as they are for now", table, e);
            return Optional.empty();
          }
        });
  }

  /** What only {@link Books} leave: a step's files tell of intervals, and stay where they are. */
  private static List<AddFile> small(List<AddFile> files) {
    List<AddFile> small = new ArrayList<>();
    long bytes = 0;
    for (AddFile file :
        files.stream()
            .filter(file -> file.size() < SMALL && file.deletionVector() == null)
            .filter(file -> file.tags() == null || file.tags().isEmpty())
            .sorted(
                Comparator.<AddFile>comparingLong(AddFile::modificationTime)
                    .thenComparing(AddFile::path))
            .toList()) {
      bytes += file.size();
      if (bytes <= AT_ONCE) {
        small.add(file);
      }
    }
    return small;
  }

  private long replace(
      TableName table, Snapshot snapshot, List<AddFile> small, String userMetadata) {
    OptimisticTransaction txn = tables.transaction(table, snapshot);
    StructType schema = snapshot.metadata().schema();
    List<Row> rows = new ArrayList<>();
    List<Action> actions = new ArrayList<>();
    for (AddFile file : small) {
      Path path = new Path(tables.folders().table(table), file.toPath());
      rows.addAll(ParquetRows.read(tables, path, file.size(), schema));
      actions.add(file.removeWithTimestamp(clock.millis(), false));
    }
    AddFile together = books.write(table, schema, txn.deltaLog(), rows, false);
    return books.commit(table, txn, actions, together, new Compaction(userMetadata));
  }

  /** Delta's own takes user metadata from the session. */
  private static final class Compaction extends DeltaOperations.Optimize {
    private final Option<String> meta;

    Compaction(String meta) {
      super(Scala.seq(List.of()), Scala.seq(List.of()), true, Option.empty(), false);
      this.meta = Option.apply(meta);
    }

    @Override
    public Option<String> userMetadata() {
      return meta;
    }

    @Override
    public scala.collection.immutable.Map<String, String> transformMetrics(
        scala.collection.immutable.Map<String, org.apache.spark.sql.execution.metric.SQLMetric>
            metrics) {
      return Scala.map(java.util.Map.<String, String>of());
    }
  }
}
