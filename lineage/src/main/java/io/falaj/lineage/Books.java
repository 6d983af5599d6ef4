package io.falaj.lineage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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
import org.apache.spark.sql.delta.DeltaConcurrentModificationException;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Appends a few rows to a table from the driver: one Parquet file, one commit, no Spark job. */
final class Books {

  private static final int ATTEMPTS = 5;

  private final DeltaTables tables;
  private final LakeSettings settings;
  private final TableMaker maker;
  private final int many;

  /**
   * @param many so many small files of a table are put together
   */
  Books(DeltaTables tables, LakeSettings settings, TableMaker maker, int many) {
    this.tables = tables;
    this.settings = settings;
    this.maker = maker;
    this.many = many;
  }

  /**
   * Appends to an unpartitioned table, which gets the columns that it lacks: an earlier release may
   * have made it. Once more where another run was in the way.
   *
   * @param marks what goes into the same commit, by what the table holds then; throws where that
   *     leaves no place for the rows
   * @param userMetadata what the commit says of itself
   * @return the version that has the rows
   * @throws FalajException.Transient if other runs were in the way each time
   */
  long append(
      TableSpec spec,
      List<Row> rows,
      Function<OptimisticTransaction, List<SetTransaction>> marks,
      Function<OptimisticTransaction, String> userMetadata) {
    if (!spec.partitionBy().isEmpty()) {
      throw new IllegalArgumentException(spec.name() + " is partitioned: no place for bookkeeping");
    }
    for (int attempt = 1; ; attempt++) {
      Snapshot snapshot = maker.ensure(spec);
      try {
        return tables.with(
            () -> {
              OptimisticTransaction txn = tables.transaction(spec.name(), snapshot);
              TableMaker.evolve(spec, txn);
              List<SetTransaction> beside = marks.apply(txn);
              return commit(
                  spec.name(),
                  txn,
                  beside,
                  write(spec.name(), spec.schema(), txn.deltaLog(), rows, true),
                  new DeltaOperations.Write(
                      SaveMode.Append,
                      Option.empty(),
                      Option.empty(),
                      Option.apply(userMetadata.apply(txn))));
            });
      } catch (DeltaConcurrentModificationException e) {
        // A new column, or one of our marks; what that means to the marks they say themselves.
        if (attempt == ATTEMPTS) {
          throw new FalajException.Transient(
              ("Other runs changed table %s at the same time, %d times in a row. Run again: what is"
                      + " done already is skipped.")
                  .formatted(spec.name(), ATTEMPTS),
              e);
        }
      }
    }
  }

  /** Commits a file that was written for it, which goes again if another run was faster. */
  long commit(
      TableName table,
      OptimisticTransaction txn,
      List<? extends Action> more,
      AddFile file,
      DeltaOperations.Operation operation) {
    List<Action> actions = new ArrayList<>(more);
    actions.add(file);
    try {
      long version = txn.commit(Scala.seq(actions), operation);
      ChecksumFiles.trim(tables, table, version);
      return version;
    } catch (DeltaConcurrentModificationException e) {
      // Of anything else it is not known whether the commit is there.
      StagedFiles.delete(table, tables, List.of(file));
      throw e;
    }
  }

  /**
   * Puts the small files of a table together, where they are many.
   *
   * @return the version that has them in one
   */
  Optional<TableVersion> compact(TableName table, RunContext run) {
    return new SmallFiles(tables, this, settings.clock(), many)
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
