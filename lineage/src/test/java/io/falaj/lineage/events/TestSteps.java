package io.falaj.lineage.events;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalContent;
import io.falaj.lineage.RunContext;
import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.StepFailed;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepStarted;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TableWritten;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/** One step, an ingest of January's flights, as its listeners see it. */
public final class TestSteps {

  public static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");
  public static final TableName RAW = TableName.parse("raw.flights");
  public static final TableName CLEAN = TableName.parse("clean.flights");
  public static final TableName AIRPORTS = TableName.parse("clean.airports");
  public static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678901Z");
  public static final Instant END = Instant.parse("2026-01-02T03:05:00Z");

  private TestSteps() {}

  public static RunContext run(String runId) {
    return new RunContext(
        runId, "run", "flights", JANUARY, "0.1.0", "amna", Optional.empty(), BEGIN);
  }

  public static StepStarted started(RunContext run) {
    return new StepStarted(
        run,
        1,
        "ingest",
        "flights",
        Fingerprint.of("definition"),
        new TreeMap<>(Map.of(JANUARY, Fingerprint.of("key"))),
        new TreeMap<>(
            Map.of(
                JANUARY,
                List.of(
                    new StepInput("file", "/data/flights.csv", Fingerprint.of("csv").hex()),
                    new StepInput("table", "clean.airports", "3")))),
        List.of(TableVersion.of(AIRPORTS, 3)),
        BEGIN);
  }

  public static TableWritten written(TableName table, long version, long rows) {
    return new TableWritten(
        TableVersion.of(table, version),
        "replace",
        StructType.fromDDL(
            "flight_id string comment 'unique', distance double,"
                + " legs array<struct<origin: string, dest: string>>"),
        rows,
        2,
        1000 + rows,
        new TreeMap<>(Map.of(JANUARY, new IntervalContent(rows, "ab" + rows))));
  }

  public static StepCompleted completed(StepStarted started, Map<String, Object> facets) {
    return new StepCompleted(
        started,
        List.of(TableVersion.of(AIRPORTS, 3)),
        List.of(written(RAW, 5, 120), written(CLEAN, 7, 118)),
        facets,
        END);
  }

  public static StepFailed failed(StepStarted started, Throwable cause) {
    return new StepFailed(
        started,
        List.of(TableVersion.of(AIRPORTS, 3)),
        List.of(written(RAW, 5, 120)),
        String.valueOf(cause.getMessage()),
        Optional.of(cause),
        END);
  }
}
