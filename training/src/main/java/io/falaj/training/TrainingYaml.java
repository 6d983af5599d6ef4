package io.falaj.training;

import io.falaj.lineage.config.DefaultValue;
import io.falaj.lineage.config.Description;
import java.time.Duration;

/**
 * How a network is trained, as a model's file says it; every key may be left out.
 *
 * @param batchSize rows of a step, over all shards
 * @param epochs at most
 * @param stopAfter epochs without a better validation loss after which training stops
 * @param shards a power of two: the arithmetic is done for so many parts, on at most so many slots
 * @param patience how long a replica waits for another
 */
@Description("How the network is trained.")
public record TrainingYaml(
    @Description("Rows of a step, over all shards.") @DefaultValue("4096") int batchSize,
    @Description("The most epochs.") @DefaultValue("30") int epochs,
    @Description("Epochs without a better validation loss after which training stops.")
        @DefaultValue("5")
        int stopAfter,
    @Description("Parts that the arithmetic is done in, a power of two; decides the result.")
        @DefaultValue("2")
        int shards,
    @Description("How long replicas wait for each other; does not decide the result.")
        @DefaultValue("2m")
        Duration patience) {

  public TrainingYaml {
    if (Integer.bitCount(shards) != 1 || shards < 1) {
      throw new IllegalArgumentException(
          "'shards' must be a power of two such as 1, 2, 4 or 8, not " + shards + ".");
    }
    if (batchSize < shards) {
      throw new IllegalArgumentException(
          "'batch_size' (%d) must be at least 'shards' (%d).".formatted(batchSize, shards));
    }
    if (epochs < 1 || stopAfter < 1) {
      throw new IllegalArgumentException(
          "'epochs' (%d) and 'stop_after' (%d) must be at least 1.".formatted(epochs, stopAfter));
    }
    if (patience.isZero()) {
      throw new IllegalArgumentException("'patience' must be positive.");
    }
  }
}
