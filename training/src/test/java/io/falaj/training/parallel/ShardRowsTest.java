package io.falaj.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.training.network.Batch;
import io.falaj.training.preprocess.ColumnEncoding;
import io.falaj.training.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class ShardRowsTest {

  private static final Preprocessing PREPROCESSING =
      Preprocessing.of(List.of(new ColumnEncoding.Numeric("x", false, 0, false, 0, 1, 1e6)));
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "x double, %s bigint, %s double, %s boolean"
              .formatted(TrainingRows.ID, TrainingRows.LABEL, TrainingRows.VALIDATION));

  /** Identities that occur several times, with other content or the same. */
  private static List<Row> rows(int count) {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = random.nextInt(4) == 0 ? random.nextInt(20) : random.nextLong();
      rows.add(
          RowFactory.create(
              (double) random.nextInt(50), id, (double) random.nextInt(2), random.nextInt(5) == 0));
    }
    return rows;
  }

  private static List<Tuple2<Integer, ShardBlock>> deal(List<Row> rows, int shards) {
    List<Tuple2<Integer, ShardBlock>> blocks = new ArrayList<>();
    new RowSharding(rows.iterator(), SCHEMA, PREPROCESSING, shards).forEachRemaining(blocks::add);
    return blocks;
  }

  private static String text(Batch batch, int i) {
    return batch.ids()[i] + " " + batch.labels()[i] + " " + batch.features()[i];
  }

  private static List<String> texts(ShardRows rows, int[] order) {
    List<String> texts = new ArrayList<>();
    Batch batch = new Batch(7, 1);
    for (int from = 0; from < order.length; from += 7) {
      rows.gather(order, from, batch);
      for (int i = 0; i < batch.rows(); i++) {
        texts.add(text(batch, i));
      }
    }
    return texts;
  }

  @Test
  void everyRowComesOnceToTheShardOfItsIdentity() {
    List<Row> rows = rows(9_000);
    List<String> expected = new ArrayList<>();
    rows.forEach(
        row ->
            expected.add(
                row.getBoolean(3) + " " + row.getLong(1) + " " + row.get(2) + " " + row.get(0)));

    List<String> dealt = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Tuple2<Integer, ShardBlock> block : deal(rows, 8)) {
      seen.add(block._1());
      ShardBlock content = block._2();
      for (int i = 0; i < content.rows; i++) {
        assertThat(RowSharding.shard(content.ids[i], 8)).isEqualTo(block._1());
        dealt.add(
            content.validation
                + " "
                + content.ids[i]
                + " "
                + (double) content.labels[i]
                + " "
                + (double) content.features[i]);
      }
    }

    assertThat(dealt).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void theOrderIsThatOfContentWhateverWayRowsCame() {
    List<Row> rows = rows(3_000);
    ShardRows expected = shard(deal(rows, 1), false);

    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(5));
    List<Tuple2<Integer, ShardBlock>> blocks = new ArrayList<>();
    blocks.addAll(deal(shuffled.subList(1_000, 3_000), 1));
    blocks.addAll(deal(shuffled.subList(0, 1), 1));
    blocks.addAll(deal(shuffled.subList(1, 1_000), 1));
    ShardRows other = shard(blocks, false);

    assertThat(texts(other, other.inOrder())).isEqualTo(texts(expected, expected.inOrder()));
    assertThat(expected.rows())
        .isEqualTo((int) rows.stream().filter(r -> !r.getBoolean(3)).count());
    assertThat(shard(blocks, true).rows()).isEqualTo(3_000 - expected.rows());
  }

  private static ShardRows shard(List<Tuple2<Integer, ShardBlock>> blocks, boolean validation) {
    return new ShardRows(
        blocks.stream().map(Tuple2::_2).filter(block -> block.validation == validation).toList(),
        1);
  }

  @Test
  void permutationsHoldEveryRowAndDependOnSeedEpochAndShard() {
    ShardRows rows = shard(deal(rows(500), 1), false);
    int[] order = rows.permutation(1, 2, 3);

    assertThat(order).containsExactlyInAnyOrder(rows.inOrder()).isNotEqualTo(rows.inOrder());
    assertThat(rows.permutation(1, 2, 3)).isEqualTo(order);
    assertThat(rows.permutation(2, 2, 3)).isNotEqualTo(order);
    assertThat(rows.permutation(1, 3, 3)).isNotEqualTo(order);
    assertThat(rows.permutation(1, 2, 4)).isNotEqualTo(order);
  }

  @Test
  void aBatchBeyondTheEndIsShorterOrEmpty() {
    ShardRows rows = shard(deal(List.of(RowFactory.create(1.0, 5L, 1.0, false)), 1), false);
    Batch batch = new Batch(4, 1);

    rows.gather(rows.inOrder(), 0, batch);
    assertThat(batch.rows()).isOne();
    assertThat(text(batch, 0)).isEqualTo("5 1.0 1.0");
    rows.gather(rows.inOrder(), 4, batch);
    assertThat(batch.rows()).isZero();
  }

  @Test
  void neighbouringShardsGoToOneTaskTheSameNumberToEach() {
    ShardPartitioner partitioner = new ShardPartitioner(8, 2);

    assertThat(partitioner.numPartitions()).isEqualTo(2);
    for (int shard = 0; shard < 8; shard++) {
      assertThat(partitioner.getPartition(shard)).isEqualTo(shard / 4);
    }
    assertThat(ReplicaTask.host("worker-3:4040")).isEqualTo("worker-3");
    assertThat(ReplicaTask.host("worker-3")).isEqualTo("worker-3");
  }

  @Test
  void noRowsNeedNoArray() {
    assertThat(new ShardRows(List.of(), 3).rows()).isZero();
    assertThatThrownBy(
            () -> new RowSharding(Collections.emptyIterator(), SCHEMA, PREPROCESSING, 2).next())
        .isInstanceOf(java.util.NoSuchElementException.class);
  }
}
