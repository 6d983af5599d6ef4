package io.falaj.lineage.events;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.falaj.lineage.Lake;
import io.falaj.lineage.Scala;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Which events an endpoint has: it is kept in {@code lineage.deliveries}, so that what it missed is
 * sent once it is back.
 */
final class Redelivery {

  static final TableSpec DELIVERIES =
      TableSpec.of(
              new TableName(Zone.LINEAGE, "deliveries"),
              StructType.fromDDL(
                  "endpoint string, step_run_id string, event_type string,"
                      + " delivered_at timestamp"))
          .describedAs("Which events were delivered to which endpoint.");

  /** So many at most in one run: the rest follows in the next. */
  private static final int BATCH = 1000;

  private final Lake lake;

  Redelivery(Lake lake) {
    this.lake = lake;
  }

  /** Hands over, oldest first, what is stored and was never delivered to the sink's endpoint. */
  void execute(HttpSink sink) {
    if (!lake.exists(EventsTable.NAME)) {
      return;
    }
    Dataset<Row> events = lake.read(EventsTable.NAME);
    if (lake.exists(DELIVERIES.name())) {
      Dataset<Row> done =
          lake.read(DELIVERIES.name())
              .where(col("endpoint").equalTo(lit(sink.host())))
              .select("step_run_id", "event_type");
      events = events.join(done, Scala.seq(List.of("step_run_id", "event_type")), "left_anti");
    }
    sink.store(
        events.orderBy("event_time").limit(BATCH).collectAsList().stream()
            .map(EventsTable::event)
            .toList());
  }

  /** Notes what the endpoint has taken. */
  void note(HttpSink sink, Instant at) {
    lake.appendBookkeeping(
        DELIVERIES,
        sink.delivered().stream()
            .map(
                event ->
                    RowFactory.create(
                        sink.host(),
                        event.stepRunId().toString(),
                        event.type().name(),
                        Timestamp.from(at)))
            .toList());
  }
}
