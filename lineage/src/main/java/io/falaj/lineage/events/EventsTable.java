package io.falaj.lineage.events;

import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.Zone;
import java.sql.Timestamp;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** {@code lineage.events}: one row per event. */
final class EventsTable {

  static final TableName NAME = new TableName(Zone.LINEAGE, "events");

  static final TableSpec SPEC =
      TableSpec.of(
              NAME,
              StructType.fromDDL(
                  "event_time timestamp, event_type string, step_run_id string, run_id string,"
                      + " step string, output string, event string"))
          .describedAs("OpenLineage 2-0-2 run events of all steps, as JSON.");

  private EventsTable() {}

  static Row row(LineageEvent event) {
    return RowFactory.create(
        Timestamp.from(event.at()),
        event.type().name(),
        event.stepRunId().toString(),
        event.runId(),
        event.step(),
        event.output(),
        event.json());
  }

  static LineageEvent event(Row row) {
    return new LineageEvent(
        row.<Timestamp>getAs("event_time").toInstant(),
        LineageEvent.Type.valueOf(row.getAs("event_type")),
        UUID.fromString(row.getAs("step_run_id")),
        row.getAs("run_id"),
        row.getAs("step"),
        row.getAs("output"),
        row.getAs("event"));
  }
}
