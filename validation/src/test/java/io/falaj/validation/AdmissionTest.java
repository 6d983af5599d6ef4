package io.falaj.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TestSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  /** Nothing of it is run: planning knows how many there are. */
  private static Dataset<Row> many(long rows, String then) {
    return TestSpark.session()
        .range(rows)
        .toDF()
        .selectExpr("cast(id AS string) AS _row", "'day' AS _interval", then);
  }

  private static String plan(long failures) {
    return Admission.withKeyBits(
            many(20_000_000, "id AS pieces"), many(failures, "1L AS " + KeyChecks.FAILED))
        .queryExecution()
        .executedPlan()
        .toString();
  }

  @Test
  void asManyRowsMayFailTheirKeysAsThereAre() {
    assertThat(plan(10)).contains("BroadcastHashJoin");
    assertThat(plan(20_000_000)).contains("SortMergeJoin").doesNotContain("Broadcast");
  }
}
