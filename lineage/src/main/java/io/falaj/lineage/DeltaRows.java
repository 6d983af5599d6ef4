package io.falaj.lineage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** The rows of files of a Delta table outside the lake, as records. */
final class DeltaRows {

  private DeltaRows() {}

  /**
   * A file, and the text of the version that added it.
   *
   * @param action what the log says of it, with the rows that were deleted in it
   */
  record File(AddFile action, String version) {

    /** Its path, in the table where it lies there. */
    String path() {
      return action.toPath().toString();
    }
  }

  /** A version as rows name it: it may not be known. */
  static String version(@Nullable Long version) {
    return version == null ? "?" : Long.toString(version);
  }

  /** The columns named, as text, then identity, source, and two columns of nulls. */
  static Dataset<Row> of(DeltaLog log, Snapshot snapshot, SnapshotQuery query, List<File> files) {
    Map<String, String> identities = new HashMap<>();
    Map<String, String> paths = new HashMap<>();
    for (File file : files) {
      String absolute = new Path(log.dataPath(), file.action().toPath()).toUri().toString();
      identities.put(absolute, file.version() + ":" + file.path());
      paths.put(absolute, file.path());
    }
    Column path = col("_metadata.file_path");
    List<Column> selected = new ArrayList<>();
    for (String column : query.columns()) {
      selected.add(
          ParquetSource.text(
                  col("`" + column + "`"), snapshot.metadata().schema().apply(column).dataType())
              .as(column));
    }
    selected.add(
        concat(of(identities, path), lit(":"), col("_metadata.row_index").cast("string"))
            .as(Sources.ROW));
    selected.add(of(paths, path).as(Sources.SOURCE));
    selected.add(lit(null).cast(DataTypes.StringType).as(Sources.TEXT));
    selected.add(lit(null).cast(DataTypes.StringType).as(Sources.FAILED));
    Dataset<Row> rows =
        log.createDataFrame(
            new OrdinalSnapshot(snapshot),
            Scala.seq(files.stream().map(File::action).toList()),
            false,
            scala.Option.empty());
    return query
        .times()
        .map(times -> rows.where(within(snapshot, times)))
        .orElse(rows)
        .select(selected.toArray(new Column[0]));
  }

  private static Column within(Snapshot snapshot, SnapshotQuery.Times times) {
    Column value = col("`" + times.column() + "`");
    DataType type = snapshot.metadata().schema().apply(times.column()).dataType();
    Column within =
        value
            .geq(lit(times.within().start()).cast(type))
            .and(value.lt(lit(times.within().end()).cast(type)));
    return times.untimed() ? within.or(value.isNull()) : within;
  }

  /** What a map has for a file; not a literal, which would be searched from its start. */
  private static Column of(Map<String, String> byFile, Column path) {
    UDF1<String, String> lookup =
        file -> {
          String found = byFile.get(file);
          if (found == null) {
            throw new IllegalStateException("rows of a file that was not asked for: " + file);
          }
          return found;
        };
    return udf(lookup, DataTypes.StringType).apply(path);
  }
}
