package io.falaj.training.parallel;

import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.OptimizerSpec;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a network is trained. All but {@code patience} decide the result, to the last bit.
 *
 * @param width the inputs of the network
 * @param batchSize rows of a step, over all shards
 * @param epochs at most
 * @param stopAfter epochs without a better validation loss after which training stops
 * @param shards a power of two: the arithmetic is done for so many parts, on at most so many slots
 * @param patience how long a replica waits for another
 */
public record TrainerSettings(
    NetworkSpec network,
    OptimizerSpec optimizer,
    int width,
    int batchSize,
    int epochs,
    int stopAfter,
    long seed,
    int shards,
    Duration patience)
    implements Serializable {

  public TrainerSettings {
    if (Integer.bitCount(shards) != 1 || batchSize < shards || epochs < 1 || stopAfter < 1) {
      throw new IllegalArgumentException(
          ("shards (%d) must be a power of two, batch size (%d) at least as many, epochs (%d) and"
                  + " stop after (%d) at least 1")
              .formatted(shards, batchSize, epochs, stopAfter));
    }
  }

  /** The most rows that a shard gives to a step. */
  int shardBatch() {
    return (batchSize + shards - 1) / shards;
  }
}
