package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TestSpark;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PartitioningTest {

  /** Rows of three days in turn, in two tasks. */
  private static Dataset<Row> rows() {
    return TestSpark.session()
        .range(0, 60, 1, 2)
        .selectExpr(
            "id", "date_add(DATE'2013-01-01', cast(id % 3 AS int)) AS " + TableSpec.INTERVAL_DAY);
  }

  @Test
  void eachTaskHasItsRowsIntervalByInterval() {
    List<String> seen = new ArrayList<>();
    for (Row row : Partitioning.DAY.inOrder(rows()).collectAsList()) {
      String day = row.get(1).toString();
      if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(day)) {
        seen.add(day);
      }
    }
    assertThat(seen)
        .containsExactly(
            "2013-01-01", "2013-01-02", "2013-01-03", "2013-01-01", "2013-01-02", "2013-01-03");
    Dataset<Row> rows = rows();
    assertThat(Partitioning.WHOLE.inOrder(rows)).as("of one interval").isSameAs(rows);
  }
}
