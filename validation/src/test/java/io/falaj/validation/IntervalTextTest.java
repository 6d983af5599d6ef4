package io.falaj.validation;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

final class IntervalTextTest {

  /** Compiled and interpreted alike: the optimizer computes what is local by itself. */
  @Test
  void isTheFirstDayOfTheIntervalAndOfTheNext() {
    Dataset<Row> dates =
        TestSpark.session()
            .sql(
                "SELECT explode(array_append(sequence(DATE'1899-12-01', DATE'1908-03-01'), NULL))"
                    + " AS d");
    for (Dataset<Row> rows : List.of(dates, dates.unionAll(dates).repartition(3))) {
      Dataset<Row> texts =
          rows.select(
              col("d"),
              IntervalText.of(col("d"), false).as("day"),
              IntervalText.of(col("d"), true).as("month"));
      assertThat(
              texts
                  .where(
                      "NOT (day <=> concat(d, '/', date_add(d, 1)) AND month <=> concat(d, '/',"
                          + " add_months(d, 1)))")
                  .collectAsList())
          .isEmpty();
      assertThat(texts.where("day IS NOT NULL").count()).isGreaterThan(2_000);
    }
  }
}
