package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import io.falaj.training.preprocess.Preprocessing;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
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
    int tasks =
        Integer.highestOneBit(
            Math.max(
                1,
                Math.min(
                    settings.shards(),
                    spark.maxNumConcurrentTasks(
                        spark.resourceProfileManager().defaultResourceProfile()))));
    JavaRDD<Tuple2<Integer, ShardBlock>> dealt =
        blocks(rows.rows(), preprocessing, settings.shards())
            .partitionBy(new ShardPartitioner(settings.shards(), tasks))
            .rdd()
            .toJavaRDD();
    ReplicaTask task = new ReplicaTask(settings, tasks, Handshake.newSecret());
    // A barrier stage that ends in a shuffle can be tried again; one that ends in a result cannot.
    List<Tuple2<Integer, ReplicaResult>> results =
        JavaPairRDD.fromJavaRDD(
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
    return results.get(0)._2().trained(tasks);
  }

  private static JavaPairRDD<Integer, ShardBlock> blocks(
      Dataset<Row> rows, Preprocessing preprocessing, int shards) {
    StructType schema = rows.schema();
    return rows.toJavaRDD()
        .mapPartitionsToPair(part -> new RowSharding(part, schema, preprocessing, shards));
  }
}
