package io.falaj.lineage;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.actions.AddFile;

/** What came to a Delta table outside the lake after a version of it was taken. */
public final class DeltaChange {

  private final DeltaSource source;
  private final long after;
  private final DeltaReplay.Between between;

  private DeltaChange(DeltaSource source, long after, DeltaReplay.Between between) {
    this.source = source;
    this.after = after;
    this.between = between;
  }

  static DeltaChange between(DeltaTables tables, DeltaSource source, DeltaLog log, long after) {
    DeltaReplay.Between between = new DeltaReplay(log).between(after, source.version());
    Set<String> there =
        between.added().isEmpty()
            ? Set.of()
            : source.files().stream().map(AddFile::path).collect(Collectors.toSet());
    try {
      FileSystem files = log.dataPath().getFileSystem(tables.configuration());
      for (DeltaRows.File file : between.added().values()) {
        Path path = new Path(log.dataPath(), file.action().toPath());
        // Of the files that the version names, Delta takes care.
        if (!there.contains(file.action().path()) && !files.exists(path)) {
          throw new FalajException.DataRefused(
              ("Delta table %s no longer has file %s, which version %s added: it was compacted and"
                      + " vacuumed since. Take the table whole, and raise its"
                      + " delta.deletedFileRetentionDuration.")
                  .formatted(source.path(), file.path(), file.version()));
        }
      }
    } catch (IOException e) {
      throw IoFailure.of("read Delta table " + source.path(), e);
    }
    return new DeltaChange(source, after, between);
  }

  /** The version after which this came. */
  public long after() {
    return after;
  }

  /** The version up to which, itself included. */
  public long to() {
    return source.version();
  }

  /**
   * The versions that removed or changed rows which were there before: unless there is none, the
   * rows of the earlier version and {@link #rows} together are not those of the later.
   */
  public SortedSet<Long> changed() {
    return between.changed();
  }

  /**
   * The files that came with new rows, whether or not they were compacted since: what {@link
   * DeltaSource#rows} takes of rows since an earlier version.
   */
  List<DeltaRows.File> files() {
    return List.copyOf(between.added().values());
  }

  /** The rows that were added, as {@link DeltaSource#rows} shapes them, each once. */
  public Dataset<Row> rows(SnapshotQuery query) {
    return source.rows(query, files());
  }
}
