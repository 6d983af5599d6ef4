package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A small source by day, as ingestion would leave it. */
final class Facts {

  static final TableName TABLE = TableName.parse("clean.facts");
  static final DataInterval NOVEMBER_29 = DataInterval.parse("2013-11-29/2013-11-30");
  static final DataInterval NOVEMBER_30 = DataInterval.parse("2013-11-30/2013-12-01");
  static final DataInterval DECEMBER_1 = DataInterval.parse("2013-12-01/2013-12-02");
  static final DataInterval ALL = DataInterval.parse("2013-11-01/2014-01-01");

  private static final StructType SCHEMA =
      StructType.fromDDL(
          "k string, happened timestamp, known timestamp, no bigint, gone boolean, x double,"
              + " _ingested_at timestamp, _interval string, _interval_day date");

  private Facts() {}

  /** A row that was known as it happened. */
  static Row fact(String key, String happened, long no, @Nullable Double x) {
    return fact(key, happened, happened, no, false, x);
  }

  static Row fact(
      String key, String happened, String known, long no, boolean gone, @Nullable Double x) {
    return RowFactory.create(key, at(happened), at(known), no, gone, x);
  }

  static Timestamp at(String instant) {
    return Timestamp.from(Instant.parse(instant));
  }

  /** The rows become the interval's, having arrived now, whatever was there before. */
  static void ingest(Lake lake, DataInterval interval, Row... facts) {
    ingest(lake, Map.of(interval, List.of(facts)));
  }

  /** As {@link #ingest(Lake, DataInterval, Row...)}, for several intervals in one step. */
  static void ingest(Lake lake, Map<DataInterval, List<Row>> facts) {
    Timestamp now = Timestamp.from(lake.settings().clock().instant());
    List<IntervalRequest> requests = new ArrayList<>();
    new TreeMap<>(facts)
        .forEach(
            (interval, those) -> {
              Fingerprint content =
                  Fingerprint.builder("content").add("rows", those.toString()).build();
              StepInput file = new StepInput("file", "facts.csv", content.hex());
              requests.add(new IntervalRequest(interval, List.of(file)));
            });
    StepRequest request = new StepRequest("ingest", "facts", Fingerprint.of("facts"), 1, requests);
    try (Step step = lake.begin(request)) {
      if (!step.upToDate()) {
        List<Row> rows = new ArrayList<>();
        for (DataInterval interval : step.pending()) {
          facts.getOrDefault(interval, List.of()).forEach(f -> rows.add(stored(f, interval, now)));
        }
        TableSpec table = TableSpec.of(TABLE, SCHEMA).partitionedBy(TableSpec.INTERVAL_DAY);
        step.replaceIntervals(table, lake.dataset(rows, SCHEMA)).commit();
        step.commit();
      }
    }
  }

  private static Row stored(Row fact, DataInterval interval, Timestamp now) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < fact.size(); i++) {
      values.add(fact.get(i));
    }
    Date day = Date.valueOf(LocalDate.ofInstant(interval.start(), ZoneOffset.UTC));
    values.addAll(Arrays.asList(now, interval.toString(), day));
    return RowFactory.create(values.toArray());
  }
}
