package io.falaj.training.parallel;

import java.io.Serializable;

/**
 * Encoded rows on their way to their shard.
 *
 * <p>Not a record: some serializers that Spark may be set to cannot read those.
 */
final class ShardBlock implements Serializable {

  final boolean validation;
  final int rows;
  final long[] ids;
  final float[] labels;
  final float[] features;

  ShardBlock(boolean validation, int rows, long[] ids, float[] labels, float[] features) {
    this.validation = validation;
    this.rows = rows;
    this.ids = ids;
    this.labels = labels;
    this.features = features;
  }
}
