package io.falaj.lineage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.signing.SigningKey;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Small steps through a real lake: an ingest of numbers that writes raw and clean rows. */
final class BookedLake {

  static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");
  static final TableName RAW = TableName.parse("raw.numbers");
  static final TableName CLEAN = TableName.parse("clean.numbers");

  private static final StructType SCHEMA =
      StructType.fromDDL("id bigint, _interval string, _interval_month date");

  private BookedLake() {}

  static StepRequest request(String content, DataInterval... intervals) {
    List<IntervalRequest> requests =
        Arrays.stream(intervals)
            .map(
                interval ->
                    new IntervalRequest(
                        interval, List.of(new StepInput("file", "/data/n.csv", content))))
            .toList();
    return new StepRequest("ingest", "numbers", Fingerprint.of("numbers"), 1, requests);
  }

  /** A run that does some work, with its head where it did anything. */
  static Optional<AuditHead> recorded(Lake lake, SigningKey key, Runnable work) {
    RunRecord record = RunRecord.open(lake, key, List.of());
    work.run();
    assertThat(record.head()).isEmpty();
    record.close();
    return record.head();
  }

  static VerifyAudit.Result verify(Lake lake, SigningKey key, List<AuditHead> seen) {
    return new VerifyAudit(lake, List.of(key.verifyKey())).execute(seen);
  }

  /** The whole step. */
  static void ingest(Lake lake, String content, DataInterval... intervals) {
    try (Step step = lake.begin(request(content, intervals))) {
      if (!step.upToDate()) {
        write(lake, step, RAW, intervals);
        write(lake, step, CLEAN, intervals);
        step.record("counts", java.util.Map.of("rows", 3L * intervals.length));
        step.commit();
      }
    }
  }

  static void write(Lake lake, Step step, TableName table, DataInterval... intervals) {
    step.replaceIntervals(spec(table), rows(lake, intervals)).commit();
  }

  private static TableSpec spec(TableName table) {
    return TableSpec.of(table, SCHEMA).partitionedBy("_interval_month");
  }

  private static Dataset<Row> rows(Lake lake, DataInterval... intervals) {
    List<Row> rows = new ArrayList<>();
    for (DataInterval interval : intervals) {
      LocalDate month = LocalDate.parse(interval.toString().substring(0, 10));
      for (long id = 0; id < 3; id++) {
        rows.add(RowFactory.create(id, interval.toString(), Date.valueOf(month)));
      }
    }
    return lake.dataset(rows, SCHEMA);
  }
}
