package io.falaj.training.parallel;

import org.apache.spark.Partitioner;

/** Neighbouring shards to one task, the same number to each. */
final class ShardPartitioner extends Partitioner {

  private final int shards;
  private final int tasks;

  /**
   * @param shards a power of two
   * @param tasks a power of two, at most as many
   */
  ShardPartitioner(int shards, int tasks) {
    this.shards = shards;
    this.tasks = tasks;
  }

  @Override
  public int numPartitions() {
    return tasks;
  }

  @Override
  public int getPartition(Object shard) {
    return (Integer) shard / (shards / tasks);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardPartitioner that && that.shards == shards && that.tasks == tasks;
  }

  @Override
  public int hashCode() {
    return 31 * shards + tasks;
  }
}
