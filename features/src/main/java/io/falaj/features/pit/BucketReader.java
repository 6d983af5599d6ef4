package io.falaj.features.pit;

import io.falaj.lineage.Scala;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;

/** Opens the files of a bucket through Spark's own Parquet reader, as one sorted sequence. */
final class BucketReader implements Serializable {

  private final Map<Integer, List<EventFile>> files;
  private final EventReader reader;
  private final scala.Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> open;

  BucketReader(
      SparkSession session,
      Map<Integer, List<EventFile>> files,
      StructType columns,
      EventReader reader) {
    this.files = files;
    this.reader = reader;
    ParquetFileFormat format = new ParquetFileFormat();
    scala.collection.immutable.Map<String, String> options =
        new scala.collection.immutable.Map.Map1<>(
            "returning_batch", Boolean.toString(format.supportBatch(session, columns)));
    this.open =
        format.buildReaderWithPartitionValues(
            session,
            columns,
            new StructType(),
            columns,
            Scala.seq(List.<Filter>of()),
            options,
            new Configuration(session.sparkContext().hadoopConfiguration()));
  }

  EventCursor open(int bucket) {
    List<EventCursor> runs = new ArrayList<>();
    for (EventFile file : files.getOrDefault(bucket, List.of())) {
      scala.collection.Iterator<?> batches = open.apply(partitioned(file));
      runs.add(
          file.order() == EventFile.Order.SORTED
              ? new FileCursor(file.path(), batches, reader)
              : new SortingCursor(batches, reader));
    }
    return runs.size() == 1 ? runs.get(0) : new MergingCursor(runs, reader);
  }

  private static PartitionedFile partitioned(EventFile file) {
    return new PartitionedFile(
        InternalRow.empty(),
        SparkPath.fromUrlString(file.path()),
        0,
        file.size(),
        new String[0],
        file.modified(),
        file.size(),
        noMetadata());
  }

  @SuppressWarnings("unchecked") // Scala's own signature is raw in Java
  private static scala.collection.immutable.Map<String, Object> noMetadata() {
    return scala.collection.immutable.Map$.MODULE$.<String, Object>empty();
  }
}
