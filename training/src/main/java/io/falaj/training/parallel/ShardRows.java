package io.falaj.training.parallel;

import io.falaj.lineage.FalajException;
import io.falaj.training.network.Batch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** The rows of one shard and split, in an order that only their content decides. */
final class ShardRows {

  private final int width;
  private final long[] ids;
  private final float[] labels;
  private final float[] features;

  ShardRows(List<ShardBlock> blocks, int width) {
    this.width = width;
    int rows = Math.toIntExact(blocks.stream().mapToLong(block -> block.rows).sum());
    if ((long) rows * width > Integer.MAX_VALUE - 8) {
      throw new FalajException.Configuration(
          "A shard has %,d rows of %d slots, more than an array holds. Set more shards."
              .formatted(rows, width));
    }
    ids = new long[rows];
    labels = new float[rows];
    features = new float[rows * width];
    int at = 0;
    for (Place place : ordered(blocks)) {
      ids[at] = place.block.ids[place.row];
      labels[at] = place.block.labels[place.row];
      System.arraycopy(place.block.features, place.row * width, features, at * width, width);
      at++;
    }
  }

  /** By identity; rows of one identity by their content. */
  private List<Place> ordered(List<ShardBlock> blocks) {
    return blocks.stream()
        .flatMap(
            block ->
                java.util.stream.IntStream.range(0, block.rows)
                    .mapToObj(row -> new Place(block, row, block.ids[row])))
        .sorted(Comparator.comparingLong(Place::id).thenComparing(this::byContent))
        .toList();
  }

  private int byContent(Place a, Place b) {
    int byLabel = Float.compare(a.block.labels[a.row], b.block.labels[b.row]);
    return byLabel != 0
        ? byLabel
        : Arrays.compare(
            a.block.features,
            a.row * width,
            (a.row + 1) * width,
            b.block.features,
            b.row * width,
            (b.row + 1) * width);
  }

  int rows() {
    return ids.length;
  }

  /** A permutation of the rows, by seed, epoch and shard. */
  int[] permutation(long seed, int epoch, int shard) {
    SplittableRandom random =
        new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (((long) epoch << 32) + shard + 1));
    int[] order = inOrder();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  int[] inOrder() {
    int[] order = new int[ids.length];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /**
   * The rows at positions {@code from} to {@code from + capacity} of an order, as far as it goes.
   */
  void gather(int[] order, long from, Batch into) {
    int rows = (int) Math.max(0, Math.min(into.capacity(), order.length - from));
    for (int i = 0; i < rows; i++) {
      int row = order[(int) from + i];
      System.arraycopy(features, row * width, into.features(), i * width, width);
      into.labels()[i] = labels[row];
      into.ids()[i] = ids[row];
    }
    into.fill(rows);
  }

  private record Place(ShardBlock block, int row, long id) {}
}
