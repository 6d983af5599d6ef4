package io.falaj.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * The hashes that more than one row has. A group-by would first keep a map of each task's hashes,
 * to join those that are alike; but these are of keys, and hardly any two are: eight bytes of each
 * row go to the task that is to sort them, and nothing else is kept.
 */
final class RepeatedHashes {

  private RepeatedHashes() {}

  /**
   * Each repeated hash, once.
   *
   * @param rows with a column of hashes that spread evenly, none of them null
   * @param column its name
   * @return them, under the same name
   */
  static Dataset<Row> of(Dataset<Row> rows, String column) {
    org.apache.spark.sql.classic.Dataset<Row> hashes =
        (org.apache.spark.sql.classic.Dataset<Row>) rows.select(column);
    int parts = hashes.sparkSession().sessionState().conf().numShufflePartitions();
    JavaPairRDD<Integer, long[]> divided =
        hashes
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitionsToPair(those -> divided(those, parts))
            .partitionBy(new HashPartitioner(parts));
    return hashes
        .sparkSession()
        .createDataFrame(
            divided.values().mapPartitions(RepeatedHashes::repeated),
            new StructType().add(column, DataTypes.LongType, false));
  }

  private static Iterator<Tuple2<Integer, long[]>> divided(Iterator<InternalRow> rows, int parts) {
    long[][] hashes = new long[parts][16];
    int[] sizes = new int[parts];
    while (rows.hasNext()) {
      long hash = rows.next().getLong(0);
      int part = (int) Long.remainderUnsigned(hash, parts);
      if (sizes[part] == hashes[part].length) {
        hashes[part] = Arrays.copyOf(hashes[part], sizes[part] * 2);
      }
      hashes[part][sizes[part]++] = hash;
    }
    return IntStream.range(0, parts)
        .filter(part -> sizes[part] > 0)
        .mapToObj(part -> new Tuple2<>(part, Arrays.copyOf(hashes[part], sizes[part])))
        .iterator();
  }

  private static Iterator<Row> repeated(Iterator<long[]> parts) {
    List<long[]> all = new ArrayList<>();
    parts.forEachRemaining(all::add);
    long[] sorted = all.stream().flatMapToLong(Arrays::stream).toArray();
    Arrays.sort(sorted);
    return IntStream.range(1, sorted.length)
        .filter(i -> sorted[i] == sorted[i - 1] && (i < 2 || sorted[i - 2] != sorted[i]))
        .mapToObj(i -> RowFactory.create(sorted[i]))
        .iterator();
  }
}
