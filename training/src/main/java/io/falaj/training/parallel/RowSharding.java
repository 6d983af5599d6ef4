package io.falaj.training.parallel;

import io.falaj.training.preprocess.BlockEncoder;
import io.falaj.training.preprocess.Preprocessing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Encodes a partition's rows and deals them to their shards, a block at a time. */
final class RowSharding implements Iterator<Tuple2<Integer, ShardBlock>> {

  private static final int BLOCK_ROWS = 4096;

  private final Iterator<Row> rows;
  private final int shards;
  private final BlockEncoder encoder;
  private final int id;
  private final int label;
  private final int validation;
  private final long[] ids = new long[BLOCK_ROWS];
  private final float[] labels = new float[BLOCK_ROWS];
  private final boolean[] validations = new boolean[BLOCK_ROWS];
  private final float[] block;
  private final Deque<Tuple2<Integer, ShardBlock>> ready = new ArrayDeque<>();

  RowSharding(Iterator<Row> rows, StructType schema, Preprocessing preprocessing, int shards) {
    this.rows = rows;
    this.shards = shards;
    this.encoder = new BlockEncoder(preprocessing, schema, BLOCK_ROWS);
    this.block = new float[BLOCK_ROWS * encoder.width()];
    this.id = schema.fieldIndex(TrainingRows.ID);
    this.label = schema.fieldIndex(TrainingRows.LABEL);
    this.validation = schema.fieldIndex(TrainingRows.VALIDATION);
  }

  /** The shard of a row: by the hash of its identity alone. */
  static int shard(long id, int shards) {
    return Math.floorMod(id ^ (id >>> 32), shards);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      while (!encoder.full() && rows.hasNext()) {
        Row row = rows.next();
        ids[encoder.rows()] = row.getLong(id);
        labels[encoder.rows()] = (float) row.getDouble(label);
        validations[encoder.rows()] = row.getBoolean(validation);
        encoder.add(row);
      }
      deal(encoder.encode(block));
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<Integer, ShardBlock> next() {
    if (!hasNext()) {
      throw new java.util.NoSuchElementException();
    }
    return ready.remove();
  }

  private void deal(int count) {
    int width = encoder.width();
    for (int part = 0; part < 2 * shards; part++) {
      int[] members = new int[count];
      int size = 0;
      for (int i = 0; i < count; i++) {
        if (2 * shard(ids[i], shards) + (validations[i] ? 1 : 0) == part) {
          members[size++] = i;
        }
      }
      if (size == 0) {
        continue;
      }
      long[] partIds = new long[size];
      float[] partLabels = new float[size];
      float[] partFeatures = new float[size * width];
      for (int k = 0; k < size; k++) {
        int i = members[k];
        partIds[k] = ids[i];
        partLabels[k] = labels[i];
        System.arraycopy(block, i * width, partFeatures, k * width, width);
      }
      ready.add(
          new Tuple2<>(
              part / 2, new ShardBlock((part & 1) == 1, size, partIds, partLabels, partFeatures)));
    }
  }
}
