package io.falaj.training.network;

import java.util.Random;

/** Seeded batches. */
final class Batches {

  private Batches() {}

  /** The first {@code rows} of {@code capacity} rows are meant; the others hold numbers too. */
  static Batch random(long seed, int capacity, int rows, int width) {
    Random random = new Random(seed);
    Batch batch = new Batch(capacity, width);
    for (int i = 0; i < batch.features().length; i++) {
      batch.features()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < capacity; i++) {
      batch.labels()[i] = random.nextInt(3) == 0 ? 1 : 0;
      batch.ids()[i] = random.nextLong();
    }
    batch.fill(rows);
    return batch;
  }
}
