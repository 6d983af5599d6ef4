package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import io.falaj.training.preprocess.Preprocessing;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/**
 * Trains a network data-parallel inside Spark. Rows are encoded where they are and dealt to logical
 * shards by the hash of their identity; a barrier stage holds a replica of the network in each of
 * its tasks, and the tasks sum gradients among themselves, without the driver. Any number of slots
 * up to the number of shards gives the same bytes.
 */
public final class BarrierTrainer {

  private final TrainerSettings settings;

  public BarrierTrainer(TrainerSettings settings) {
    this.settings = settings;
  }

  /**
   * Trains to the end.
   *
   * @throws FalajException.Transient if a replica is lost or silent
   * @throws FalajException.Configuration if training diverges
   * @throws FalajException.DataRefused if there are no rows to fit
   */
  public TrainedNetwork train(TrainingRows rows, Preprocessing preprocessing) {
    SparkContext spark = rows.rows().sparkSession().sparkContext();
    int slots =
        spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    return train(
        rows,
        preprocessing,
        Integer.highestOneBit(Math.max(1, Math.min(settings.shards(), slots))));
  }

  /**
   * Trains in so many tasks.
   *
   * @param tasks a power of two, at most as many as shards
   */
  TrainedNetwork train(TrainingRows rows, Preprocessing preprocessing, int tasks) {
    try {
      return replicate(rows, preprocessing, tasks).get(0)._2().trained(tasks);
    } catch (Exception e) {
      // Spark's own exception is a checked one that no signature tells of.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof FalajException known) {
          throw known;
        }
      }
      if (e instanceof SparkException && e.getCause() == null) {
        throw new FalajException.Transient(
            ("Training stopped since a replica failed, and starting all of them again did not help."
                    + " Run it again; what Spark says: %s")
                .formatted(e.getMessage()),
            e);
      }
      throw e;
    }
  }

  private List<Tuple2<Integer, ReplicaResult>> replicate(
      TrainingRows rows, Preprocessing preprocessing, int tasks) {
    JavaRDD<Tuple2<Integer, ShardBlock>> dealt =
        blocks(rows.rows(), preprocessing, settings.shards())
            .partitionBy(new ShardPartitioner(settings.shards(), tasks))
            .rdd()
            .toJavaRDD();
    ReplicaTask task = new ReplicaTask(settings, tasks, Handshake.newSecret());
    // A barrier stage that ends in a shuffle can be tried again; one that ends in a result cannot.
    return JavaPairRDD.fromJavaRDD(
            dealt
                .rdd()
                .barrier()
                .mapPartitions(
                    task,
                    false,
                    ClassTag$.MODULE$.<Tuple2<Integer, ReplicaResult>>apply(Tuple2.class))
                .toJavaRDD())
        .partitionBy(new HashPartitioner(1))
        .collect();
  }

  private static JavaPairRDD<Integer, ShardBlock> blocks(
      Dataset<Row> rows, Preprocessing preprocessing, int shards) {
    StructType schema = rows.schema();
    return rows.toJavaRDD()
        .mapPartitionsToPair(part -> new RowSharding(part, schema, preprocessing, shards));
  }
}
