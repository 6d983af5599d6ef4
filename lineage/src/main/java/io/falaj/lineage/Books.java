package io.falaj.lineage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Appends a few rows to a table from the driver: one Parquet file, one commit, no Spark job. */
final class Books {

  private final DeltaTables tables;
  private final LakeSettings settings;

  Books(DeltaTables tables, LakeSettings settings) {
    this.tables = tables;
    this.settings = settings;
  }

  /** Appends to an unpartitioned table, with more actions in the same commit. */
  long append(
      TableSpec spec,
      OptimisticTransaction txn,
      List<Row> rows,
      List<? extends Action> more,
      String userMetadata) {
    List<Action> actions = new ArrayList<>(more);
    if (!spec.partitionBy().isEmpty()) {
      throw new IllegalArgumentException(spec.name() + " is partitioned: no place for bookkeeping");
    }
    actions.add(write(spec.name(), spec.schema(), txn.deltaLog(), rows, true));
    return txn.commit(
        Scala.seq(actions),
        new DeltaOperations.Write(
            SaveMode.Append, Option.empty(), Option.empty(), Option.apply(userMetadata)));
  }

  /**
   * Puts the small files of a table together, where they are many.
   *
   * @return the version that has them in one
   */
  Optional<TableVersion> compact(TableName table, RunContext run) {
    return new SmallFiles(tables, this, settings.clock())
        .compact(table, WriteRecord.ofCompaction(run));
  }

  /**
   * Writes one file that is to be committed.
   *
   * @param change whether its rows are new to the table
   */
  AddFile write(TableName table, StructType schema, DeltaLog log, List<Row> rows, boolean change) {
    String name = "part-00000-" + UUID.randomUUID() + "-c000.zstd.parquet";
    Path path = new Path(log.dataPath(), name);
    try {
      writeParquet(schema, rows, path);
      FileStatus status = tables.files().getFileStatus(path);
      return new AddFile(
          name,
          Scala.map(Map.<String, String>of()),
          status.getLen(),
          settings.clock().instant().toEpochMilli(),
          change,
          "{\"numRecords\":" + rows.size() + "}",
          null,
          null,
          Option.empty(),
          Option.empty(),
          Option.empty());
    } catch (IOException | RuntimeException e) {
      throw IoFailure.of("write to table " + table, e);
    }
  }

  private void writeParquet(StructType schema, List<Row> rows, Path path) throws IOException {
    Job job = Job.getInstance(new JobConf(tables.configuration()));
    OutputWriterFactory factory =
        new ParquetFileFormat()
            .prepareWrite(tables.session(), job, Scala.map(Map.<String, String>of()), schema);
    TaskAttemptContextImpl context =
        new TaskAttemptContextImpl(
            job.getConfiguration(), new TaskAttemptID("falaj", 0, TaskType.MAP, 0, 0));
    OutputWriter writer = factory.newInstance(path.toString(), schema, context);
    try {
      scala.Function1<Object, Object> convert =
          CatalystTypeConverters.createToCatalystConverter(schema);
      for (Row row : rows) {
        writer.write((InternalRow) convert.apply(row));
      }
    } finally {
      writer.close();
    }
  }
}
