package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowTapTest {

  private static final StructType SCHEMA = StructType.fromDDL("id bigint, part int");

  @TempDir static Path folder;
  private static Lake lake;
  private final Sum sum = new Sum();

  @BeforeAll
  static void open() {
    lake = TestLake.in(folder).open();
  }

  private static Dataset<Row> rows(int count, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < count; id++) {
      rows.add(org.apache.spark.sql.RowFactory.create(id, (int) (id % 3)));
    }
    return lake.dataset(rows, SCHEMA).repartition(partitions);
  }

  @Test
  void everyRowOfEveryPartitionIsSeenOnceAndPassesUnchanged() {
    for (int partitions : new int[] {1, 2, 7}) {
      ObservedRows observed = lake.observe(rows(100, partitions), sum);
      List<Row> passed = observed.rows().collectAsList();
      assertThat(passed).containsExactlyInAnyOrderElementsOf(rows(100, 1).collectAsList());
      assertThat(observed.observed(sum)).containsExactly(100, 99 * 50, partitions);
    }
  }

  @Test
  void whatIsComputedAgainIsNotCountedAgain() {
    // As when a task is tried again: each partition's last state takes the place of the first.
    ObservedRows observed = lake.observe(rows(100, 4), sum);
    assertThat(observed.rows().count()).isEqualTo(100);
    assertThat(observed.rows().where("part = 1").count()).isEqualTo(33);
    assertThat(observed.rows().count()).isEqualTo(100);
    assertThat(observed.observed(sum)).containsExactly(100, 99 * 50, 4);
  }

  @Test
  void emptyPartitionsAndNoRowsAtAllHaveTheirState() {
    ObservedRows none = lake.observe(rows(0, 3), sum);
    assertThat(none.rows().count()).isZero();
    assertThat(none.observed(sum)[0]).isZero();
    ObservedRows few = lake.observe(rows(1, 5), sum);
    assertThat(few.rows().count()).isEqualTo(1);
    assertThat(few.observed(sum)[0]).isEqualTo(1);
  }

  @Test
  void severalObserversEachHaveTheirOwn() {
    Sum other = new Sum();
    ObservedRows observed = lake.observe(rows(10, 2).where("id < 4"), sum, other);
    assertThat(observed.rows().count()).isEqualTo(4);
    assertThat(observed.observed(sum)).containsExactly(4, 6, 2);
    assertThat(observed.observed(other)).containsExactly(4, 6, 2);
    assertThatThrownBy(() -> observed.observed(new Sum()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this observer was not given to the write");
  }

  @Test
  void theOrderOfRowsIsKept() {
    Dataset<Row> sorted = rows(50, 2).sort("part", "id");
    List<Row> passed = lake.observe(sorted, sum).rows().collectAsList();
    assertThat(passed).containsExactlyElementsOf(sorted.collectAsList());
  }

  @Test
  void rowsThatAreLeftOutAreSeenAllTheSame() {
    for (int partitions : new int[] {1, 3}) {
      Dataset<Row> marked =
          rows(100, partitions).selectExpr("id", "part", "IF(part = 2, NULL, part = 1) AS keep");
      ObservedRows observed = lake.observe(marked, sum);
      List<Row> kept = observed.rowsWhere("keep").collectAsList();
      assertThat(kept)
          .containsExactlyInAnyOrderElementsOf(marked.where("keep").collectAsList())
          .hasSize(33);
      assertThat(observed.observed(sum)).containsExactly(100, 99 * 50, partitions);
    }
    Dataset<Row> some = rows(100, 2).selectExpr("id", "part", "part = 1 AS keep");
    assertThat(lake.observe(some, sum).rowsWhere("keep").limit(4).collectAsList()).hasSize(4);
    ObservedRows none = lake.observe(rows(9, 2).selectExpr("id", "part", "false AS keep"), sum);
    assertThat(none.rowsWhere("keep").collectAsList()).isEmpty();
    assertThat(none.observed(sum)).containsExactly(9, 36, 2);
  }

  @Test
  void columnsThatNobodyWantsAfterwardsAreSeenAllTheSame() {
    ObservedRows observed = lake.observe(rows(10, 2), sum);
    assertThat(observed.rows().select("part").distinct().count()).isEqualTo(3);
    assertThat(observed.observed(sum)).containsExactly(10, 45, 2);
  }

  @Test
  void rowsAreNeitherCopiedNorSortedAnew() {
    Dataset<Row> passing = lake.observe(rows(10, 2).sortWithinPartitions("part"), sum).rows();
    String plan = plan(passing.sortWithinPartitions("part")).toString();
    assertThat(plan).contains("ObservedRows").doesNotContain("ExistingRDD");
    assertThat(plan.split("Sort ", -1)).hasSize(2);
  }

  @Test
  void aPlanThatShufflesIsAdaptedOnTheWay() {
    Dataset<Row> few = lake.observe(rows(10, 2).groupBy("part").count(), sum).rows();
    assertThat(plan(few)).isInstanceOf(AdaptiveSparkPlanExec.class);
    assertThat(few.count()).isEqualTo(3);
  }

  @Test
  void rowsAreCountedAndWhatFailsOnOneIsTold() {
    ObservedRows observed = lake.observe(rows(10, 2), sum);
    assertThat(observed.count()).isEqualTo(10);
    assertThat(observed.observed(sum)).containsExactly(10, 45, 2);
    Dataset<Row> failing = rows(10, 2).selectExpr("1 div (id - 7) AS id");
    assertThatThrownBy(() -> lake.observe(failing, sum).count())
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith(
            "Cannot read the rows to look at: what is to be computed of a row fails on it:"
                + " [DIVIDE_BY_ZERO]");
  }

  private static SparkPlan plan(Dataset<Row> rows) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().executedPlan();
  }

  /** Rows, sum of ids, and how many partitions were merged. */
  private static final class Sum implements RowObserver<long[]> {
    @Override
    public long[] open(StructType schema) {
      return new long[3];
    }

    @Override
    public void observe(long[] state, InternalRow row) {
      state[0]++;
      state[1] += row.getLong(0);
    }

    @Override
    public long[] merge(long[] left, long[] right) {
      return new long[] {left[0] + right[0], left[1] + right[1], left[2] + 1};
    }
  }
}
