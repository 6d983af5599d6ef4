package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A small table by month, and rows for it. */
final class TestRows {

  static final TableName RAW = TableName.parse("raw.flights");
  static final TableName CLEAN = TableName.parse("clean.flights");
  static final StructType SCHEMA =
      StructType.fromDDL(
          "id bigint, v double, _interval string, _interval_month date, _batch string");

  static final DataInterval JAN = DataInterval.parse("2013-01-01/2013-02-01");
  static final DataInterval FEB = DataInterval.parse("2013-02-01/2013-03-01");

  private TestRows() {}

  static TableSpec byMonth(TableName table) {
    return TableSpec.of(table, SCHEMA).partitionedBy("_interval_month").withStats("id");
  }

  /** A request of a step that reads one file per interval, of the content named. */
  static StepRequest request(String content, DataInterval... intervals) {
    return requestOf("ingest", content, intervals);
  }

  static StepRequest requestOf(String step, String content, DataInterval... intervals) {
    List<IntervalRequest> requests = new ArrayList<>();
    for (DataInterval interval : intervals) {
      requests.add(new IntervalRequest(interval, List.of(new StepInput("file", "f.csv", content))));
    }
    return new StepRequest(step, "flights", Fingerprint.of("definition"), 1, requests);
  }

  /** So many rows for each interval, numbered from 0. */
  static Dataset<Row> rows(Lake lake, int count, DataInterval... intervals) {
    return rows(lake, count, lake.run().runId(), intervals);
  }

  static Dataset<Row> rows(Lake lake, int count, String batch, DataInterval... intervals) {
    List<Row> rows = new ArrayList<>();
    for (DataInterval interval : intervals) {
      for (long i = 0; i < count; i++) {
        rows.add(row(i, i * 0.5, interval, batch));
      }
    }
    return lake.dataset(rows, SCHEMA);
  }

  static Row row(long id, double v, DataInterval interval, String batch) {
    Instant start = interval.start();
    LocalDate month = LocalDate.ofInstant(start, ZoneOffset.UTC);
    return RowFactory.create(id, v, interval.toString(), java.sql.Date.valueOf(month), batch);
  }

  /** A row of an interval for each id, with the value given. */
  static Dataset<Row> rows(Lake lake, DataInterval interval, double v, long... ids) {
    return lake.dataset(
        Arrays.stream(ids).mapToObj(id -> row(id, v, interval, lake.run().runId())).toList(),
        SCHEMA);
  }

  /** Keys of rows: ids alone. */
  static Dataset<Row> ids(Lake lake, long... ids) {
    return lake.dataset(
        Arrays.stream(ids).mapToObj(id -> RowFactory.create((Object) id)).toList(),
        StructType.fromDDL("id bigint"));
  }

  /** Runs a step of one write; null if there was nothing to do. */
  static @org.jspecify.annotations.Nullable StepResult run(
      Lake lake, StepRequest request, Function<Step, StagedWrite> write) {
    try (Step step = lake.begin(request)) {
      if (step.upToDate()) {
        return null;
      }
      write.apply(step).commit();
      return step.commit();
    }
  }

  /** Runs a step of one write, which is refused. */
  static void refused(
      Lake lake,
      StepRequest request,
      Function<Step, StagedWrite> write,
      Class<? extends RuntimeException> type,
      String message) {
    assertThatThrownBy(() -> run(lake, request, write))
        .isInstanceOf(type)
        .hasMessageContaining(message);
  }

  /** Runs a step of one write until its table is written, and no further. */
  static void dieAfter(Lake lake, StepRequest request, Function<Step, StagedWrite> write) {
    @SuppressWarnings("resource") // a dead process closes nothing
    Step step = lake.begin(request);
    write.apply(step).commit();
  }

  /** Runs a step that replaces the intervals of one table; null if there was nothing to do. */
  static @org.jspecify.annotations.Nullable StepResult replace(
      Lake lake, TableName table, String content, int count, DataInterval... intervals) {
    return run(
        lake,
        request(content, intervals),
        step ->
            step.replaceIntervals(
                byMonth(table), rows(lake, count, step.pending().toArray(DataInterval[]::new))));
  }

  /** Runs a step until its table is written, and no further: as if the process died there. */
  static void dieAfterReplace(
      Lake lake, TableName table, String content, int count, DataInterval... intervals) {
    dieAfter(
        lake,
        request(content, intervals),
        step -> step.replaceIntervals(byMonth(table), rows(lake, count, intervals)));
  }

  static long count(Lake lake, TableName table, DataInterval interval) {
    return lake.read(table).where("_interval = '" + interval + "'").count();
  }

  /** What the newest commits row that names a table says of an interval of it. */
  static Commit.Table committed(Lake lake, TableName table, DataInterval interval) {
    return lake.commits().stream()
        .filter(commit -> commit.interval().equals(interval))
        .flatMap(commit -> commit.tables().stream())
        .filter(written -> written.table().equals(table))
        .max(Comparator.comparingLong(Commit.Table::generation))
        .orElseThrow();
  }

  static List<Long> ids(Dataset<Row> rows) {
    return Arrays.stream((Row[]) rows.select("id").collect()).map(row -> row.getLong(0)).toList();
  }
}
