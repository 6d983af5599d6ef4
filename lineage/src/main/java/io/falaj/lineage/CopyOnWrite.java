package io.falaj.lineage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Changes rows of intervals by writing anew the files that hold rows which go, and no others. The
 * rows that are changed are those that were committed, whatever a run that died has left.
 *
 * <p>Costs a scan of the intervals for the names of these files, which reads only the columns that
 * the change looks at, and one pass over all of the intervals' rows, since the checksum covers
 * them; what is written is what those files held, and what comes.
 */
final class CopyOnWrite {

  private static final String FILE = "_falaj_file";

  private final WriteIntent intent;
  private final DeltaTables tables;
  private final TableReader reader;

  CopyOnWrite(WriteIntent intent, DeltaTables tables, TableReader reader) {
    this.intent = intent;
    this.tables = tables;
    this.reader = reader;
  }

  /** Writes the files that the change makes necessary; says which committed ones stay. */
  PreparedWrite write(
      OptimisticTransaction txn,
      SortedMap<DataInterval, Long> last,
      List<AddFile> committed,
      RowChange change,
      List<RowObserver<?>> observers) {
    checkIntervals(txn, committed);
    StructType schema = txn.metadata().schema();
    long version = txn.readVersion();
    Set<String> touched =
        committed.isEmpty() ? Set.of() : touched(change, rows(schema, version, committed));
    List<AddFile> rewritten = new ArrayList<>();
    List<AddFile> staying = new ArrayList<>();
    for (AddFile file : committed) {
      (touched.contains(name(file)) ? rewritten : staying).add(file);
    }
    if (!rewritten.stream().map(CopyOnWrite::name).collect(Collectors.toSet()).equals(touched)) {
      throw new IllegalStateException(
          "files %s of %s hold rows that go and are not all among %s"
              .formatted(touched, intent.table(), committed.stream().map(AddFile::path).toList()));
    }
    Optional<Dataset<Row>> written = change.coming();
    if (!rewritten.isEmpty()) {
      Dataset<Row> kept = change.staying(rows(schema, version, rewritten)).drop(FILE);
      written = Optional.of(written.map(kept::unionByName).orElse(kept));
    }
    Optional<Dataset<Row>> stay =
        staying.isEmpty()
            ? Optional.empty()
            : Optional.of(rows(schema, version, staying).drop(FILE));
    StagedFiles staged =
        StagedFiles.write(
            intent.spec().withSchema(schema),
            tables,
            txn,
            intent.keys().keySet(),
            written,
            stay,
            observers);
    return new PreparedWrite(last, staged, staying, intent.seen(txn, last));
  }

  /**
   * While a write is open, its intervals are read as they were committed: rows beside those, of
   * other intervals or of no step, would be out of sight until the next run.
   */
  private void checkIntervals(OptimisticTransaction txn, List<AddFile> committed) {
    String change = intent.kind().operation();
    Set<DataInterval> written = reader.generations(intent.table(), txn.snapshot()).keySet();
    for (DataInterval interval : intent.keys().keySet()) {
      for (DataInterval other : written) {
        if (!other.equals(interval) && (isWhole(other, interval) || other.overlaps(interval))) {
          throw new FalajException.Configuration(
              "Table %s was written by interval %s, and a %s is to change %s of it. Name the intervals that it was written by."
                  .formatted(intent.table(), other, change, interval));
        }
      }
    }
    if (committed.stream().anyMatch(file -> FileIntervals.of(file).tagged().isEmpty())) {
      throw new FalajException.Configuration(
          "Table %s has rows that no step wrote, and a %s is to change %s of it. Replace them by a step first."
              .formatted(intent.table(), change, intent.keys().keySet()));
    }
  }

  /** Whether one of two is the whole table, be its rows ever so old. */
  private static boolean isWhole(DataInterval one, DataInterval other) {
    return one.equals(DataInterval.WHOLE) || other.equals(DataInterval.WHOLE);
  }

  /** The rows of some files with all columns of the table, and the file that each lies in. */
  private Dataset<Row> rows(StructType schema, long version, List<AddFile> files) {
    Dataset<Row> rows = reader.read(intent.table(), version, files);
    Set<String> there = Set.of(rows.columns());
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(
          there.contains(field.name())
              // In a version before the one that widened it, the column has its old type.
              ? col("`" + field.name() + "`").cast(field.dataType()).as(field.name())
              : lit(null).cast(field.dataType()).as(field.name()));
    }
    columns.add(rows.metadataColumn("_metadata").getField("file_name").as(FILE));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Set<String> touched(RowChange change, Dataset<Row> rows) {
    return Set.copyOf(
        change.going(rows).select(FILE).distinct().as(Encoders.STRING()).collectAsList());
  }

  /** Delta gives every file a name of its own; were two alike, both would be written anew. */
  private static String name(AddFile file) {
    return new Path(file.toPath().toString()).getName();
  }
}
