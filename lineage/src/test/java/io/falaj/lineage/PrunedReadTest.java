package io.falaj.lineage;

import static io.falaj.lineage.TestRows.CLEAN;
import static io.falaj.lineage.TestRows.FEB;
import static io.falaj.lineage.TestRows.JAN;
import static io.falaj.lineage.TestRows.byMonth;
import static io.falaj.lineage.TestRows.dieAfter;
import static io.falaj.lineage.TestRows.ids;
import static io.falaj.lineage.TestRows.request;
import static io.falaj.lineage.TestRows.rows;
import static io.falaj.lineage.TestRows.run;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads with a condition: of the files that may hold such rows, and of what is committed. */
final class PrunedReadTest {

  @TempDir Path folder;

  private static Dataset<Row> between(Lake lake, DataInterval range, long least, long most) {
    return lake.readAt(lake.pin(CLEAN), range, col("id").between(least, most));
  }

  @Test
  void filesThatHoldNoSuchRowByTheirStatisticsAreNotRead() {
    Lake lake = TestLake.in(folder).open();
    DataInterval both = new DataInterval(JAN.start(), FEB.end());
    run(
        lake,
        request("a", JAN),
        step -> step.replaceIntervals(byMonth(CLEAN), rows(lake, JAN, 0.5, 1, 2, 3).coalesce(1)));
    run(
        lake,
        request("a", FEB),
        step ->
            step.replaceIntervals(byMonth(CLEAN), rows(lake, FEB, 0.5, 11, 12, 13).coalesce(1)));
    assertThat(between(lake, both, 2, 12).inputFiles()).hasSize(2);
    assertThat(ids(between(lake, both, 2, 12).sort("id"))).containsExactly(2L, 3L, 11L, 12L);
    assertThat(between(lake, both, 4, 10).inputFiles()).isEmpty();
    assertThat(ids(between(lake, both, 4, 10))).isEmpty();
    assertThat(between(lake, DataInterval.WHOLE, 12, 99).inputFiles()).hasSize(1);
    assertThat(ids(between(lake, DataInterval.WHOLE, 13, 99))).containsExactly(13L);
    assertThat(ids(between(lake, JAN, 2, 12).sort("id"))).containsExactly(2L, 3L);
    assertThat(between(lake, JAN, 2, 12).inputFiles()).hasSize(1);

    // January is open: it is read where it was committed, and so are the statistics.
    dieAfter(
        lake,
        request("b", JAN),
        step -> step.replaceIntervals(byMonth(CLEAN), rows(lake, JAN, 0.5, 21, 22).coalesce(1)));
    assertThat(ids(between(lake, both, 20, 99))).isEmpty();
    assertThat(between(lake, both, 20, 99).inputFiles()).isEmpty();
    assertThat(ids(between(lake, both, 3, 11).sort("id"))).containsExactly(3L, 11L);
  }
}
