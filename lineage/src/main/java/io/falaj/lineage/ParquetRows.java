package io.falaj.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.collection.Iterator;

/** Reads small Parquet files in the driver, without a Spark job. */
final class ParquetRows {

  private ParquetRows() {}

  /** All rows of the newest version of a table; none where there is no table. */
  static List<Row> read(DeltaTables tables, TableName table) {
    Snapshot snapshot = tables.newest(table);
    if (snapshot.version() < 0) {
      return List.of();
    }
    Path folder = tables.folders().table(table);
    StructType schema = snapshot.metadata().schema();
    List<Row> rows = new ArrayList<>();
    for (AddFile file : tables.with(() -> SnapshotState.files(snapshot))) {
      rows.addAll(read(tables, new Path(folder, file.toPath()), file.size(), schema));
    }
    return rows;
  }

  static List<Row> read(DeltaTables tables, Path path, long size, StructType schema) {
    return tables.with(
        () -> {
          Function1<PartitionedFile, Iterator<InternalRow>> reader =
              new ParquetFileFormat()
                  .buildReaderWithPartitionValues(
                      tables.session(),
                      schema,
                      new StructType(),
                      schema,
                      Scala.seq(List.of()),
                      Scala.map(Map.of(FileFormat.OPTION_RETURNING_BATCH(), "false")),
                      tables.configuration());
          PartitionedFile file =
              new PartitionedFile(
                  InternalRow.empty(),
                  SparkPath.fromPath(path),
                  0,
                  size,
                  new String[0],
                  0,
                  size,
                  Scala.map(Map.<String, Object>of()));
          Function1<Object, Object> convert = CatalystTypeConverters.createToScalaConverter(schema);
          List<Row> rows = new ArrayList<>();
          try {
            Iterator<InternalRow> iterator = reader.apply(file);
            while (iterator.hasNext()) {
              rows.add((Row) convert.apply(iterator.next()));
            }
          } catch (Exception e) { // Scala throws checked ones too
            throw IoFailure.of("read " + path, e);
          }
          return rows;
        });
  }
}
