package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a map of all hashes. */
final class RepeatedHashesTest {

  private static final List<Long> EXTREMES = List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void eachIsThereOnceHoweverOftenItWasAndInWhateverTask(int tasks) {
    Random random = new Random(tasks);
    List<Long> hashes = new ArrayList<>(EXTREMES);
    for (int i = 0; i < 4_000; i++) {
      boolean again = random.nextInt(4) == 0;
      hashes.add(
          again ? hashes.get(random.nextInt(hashes.size())) : Long.valueOf(random.nextLong()));
    }
    Map<Long, Long> counts =
        hashes.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    counts.values().removeIf(count -> count == 1);
    assertThat(counts.values()).contains(2L, 3L);

    List<Long> repeated = repeated(hashes, tasks);

    assertThat(repeated).hasSize(counts.size());
    assertThat(new TreeSet<>(repeated)).isEqualTo(new TreeSet<>(counts.keySet()));
  }

  @Test
  void thereIsNoneOfDifferentOnesAndNoneOfNone() {
    assertThat(repeated(EXTREMES, 2)).isEmpty();
    assertThat(repeated(List.of(), 2)).isEmpty();
    assertThat(repeated(List.of(7L, 7L, 7L), 3)).containsExactly(7L);
  }

  private static List<Long> repeated(List<Long> hashes, int tasks) {
    Dataset<Row> rows =
        TestSpark.session()
            .createDataset(hashes, Encoders.LONG())
            .repartition(tasks)
            .selectExpr("'beside it' AS text", "value AS hash");
    return RepeatedHashes.of(rows, "hash").as(Encoders.LONG()).collectAsList();
  }
}
