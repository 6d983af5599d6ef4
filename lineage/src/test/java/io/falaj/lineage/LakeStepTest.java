package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LakeStepTest {

  static final TableName RAW = TableName.parse("raw.flights");
  static final TableSpec SPEC =
      TableSpec.of(
              RAW,
              StructType.fromDDL(
                  "id bigint, v double, _interval string, _interval_month date, _batch string"))
          .partitionedBy("_interval_month")
          .withStats("id");

  static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");

  @TempDir Path folder;
  private TestLake test;
  private Lake lake;

  @BeforeEach
  void open() {
    test = TestLake.in(folder);
    lake = test.open();
  }

  static StepRequest request(String content, DataInterval... intervals) {
    List<IntervalRequest> requests = new ArrayList<>();
    for (DataInterval interval : intervals) {
      requests.add(new IntervalRequest(interval, List.of(new StepInput("file", "f.csv", content))));
    }
    return new StepRequest("ingest", "flights", Fingerprint.of("definition"), 1, requests);
  }

  static Dataset<Row> rows(Lake lake, int count, String batch, DataInterval... intervals) {
    List<Row> rows = new ArrayList<>();
    for (DataInterval interval : intervals) {
      LocalDate month = LocalDate.parse(interval.toString().substring(0, 10));
      for (long i = 0; i < count; i++) {
        rows.add(
            RowFactory.create(
                i, i * 0.5, interval.toString(), java.sql.Date.valueOf(month), batch));
      }
    }
    return lake.dataset(rows, SPEC.schema());
  }

  @Test
  void whatAStepCommitsIsReadAndTheSameStepAgainDoesNothing() {
    try (Step step = lake.begin(request("a", JAN, FEB))) {
      assertThat(step.pending()).containsExactly(JAN, FEB);
      StagedWrite write = step.replaceIntervals(SPEC, rows(lake, 10, "one", JAN, FEB));
      assertThat(write.rows()).isEqualTo(20);
      write.commit();
      assertThat(lake.read(RAW).count()).isZero();
      step.commit();
    }
    assertThat(lake.read(RAW).count()).isEqualTo(20);
    assertThat(lake.readAt(lake.pin(RAW), JAN).count()).isEqualTo(10);
    assertThat(lake.query("SELECT count(*) FROM lake.raw.flights").head().getLong(0)).isEqualTo(20);
    try (Step again = test.open().begin(request("a", JAN, FEB))) {
      assertThat(again.upToDate()).isTrue();
    }
  }
}
