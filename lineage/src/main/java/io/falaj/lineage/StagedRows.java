package io.falaj.lineage;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that are in files before it is known which intervals they make pending, where that follows
 * from the rows alone. No table names the files; those that no write takes go when their step ends.
 */
public final class StagedRows {

  private final TableSpec spec;
  private final DeltaTables tables;
  private final List<RowObserver<?>> observers;
  private final StagedFiles staged;
  private final Set<String> gone = new HashSet<>();

  private StagedRows(
      TableSpec spec, DeltaTables tables, List<RowObserver<?>> observers, StagedFiles staged) {
    this.spec = spec;
    this.tables = tables;
    this.observers = observers;
    this.staged = staged;
  }

  static StagedRows write(
      TableSpec spec,
      DeltaTables tables,
      TableMaker maker,
      Set<DataInterval> intervals,
      Dataset<Row> rows,
      List<RowObserver<?>> observers) {
    StagedFiles staged =
        tables.with(
            () ->
                StagedFiles.write(
                    spec,
                    tables,
                    maker.begin(spec),
                    intervals,
                    Optional.of(rows),
                    Optional.empty(),
                    observers));
    return new StagedRows(spec, tables, observers, staged);
  }

  /** How many rows each interval got, those without rows included. */
  public long rows(DataInterval interval) {
    IntervalContent content = staged.contents().get(interval);
    return content == null ? 0 : content.rows();
  }

  /** Columns of the rows, as they are in the files. */
  public Dataset<Row> columns(List<String> names) {
    Path folder = tables.folders().table(spec.name());
    StructType schema =
        new StructType(names.stream().map(spec.schema()::apply).toArray(StructField[]::new));
    return tables
        .session()
        .read()
        .schema(schema)
        .parquet(
            staged.files().stream()
                .map(file -> Sources.literal(new Path(folder, file.toPath()).toString()))
                .toArray(String[]::new));
  }

  TableSpec spec() {
    return spec;
  }

  List<RowObserver<?>> observers() {
    return observers;
  }

  /** The files of some intervals, for a write that now answers for them, and rows beside these. */
  StagedFiles take(
      OptimisticTransaction txn, Set<DataInterval> intervals, Optional<Dataset<Row>> beside) {
    StagedFiles all =
        beside.isPresent() ? staged.with(spec, tables, txn, beside.get(), observers) : staged;
    StagedFiles taken = all.of(spec, intervals);
    taken.files().forEach(file -> gone.add(file.path()));
    return taken;
  }

  /** Deletes the files that no write took. */
  void drop() {
    Predicate<AddFile> left = file -> gone.add(file.path());
    StagedFiles.delete(spec.name(), tables, staged.files().stream().filter(left).toList());
  }
}
