package io.falaj.lineage.events;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Json;
import io.falaj.lineage.Lake;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;

/** STARTs that nothing ended: their process died, or is still at work. */
public final class Orphans {

  private final Lake lake;

  public Orphans(Lake lake) {
    this.lake = lake;
  }

  /** The START events without an end, oldest first, those of this run left out. */
  public List<LineageEvent> find() {
    if (!lake.exists(EventsTable.NAME)) {
      return List.of();
    }
    Set<String> open = new HashSet<>();
    Set<String> ended = new HashSet<>();
    for (Row row :
        lake.read(EventsTable.NAME)
            .where(col("run_id").notEqual(lake.run().runId()))
            .select("step_run_id", "event_type")
            .collectAsList()) {
      boolean start = row.getString(1).equals(LineageEvent.Type.START.name());
      (start ? open : ended).add(row.getString(0));
    }
    open.removeAll(ended);
    if (open.isEmpty()) {
      return List.of();
    }
    return lake
        .read(EventsTable.NAME)
        .where(col("step_run_id").isin(open.toArray()))
        .collectAsList()
        .stream()
        .map(EventsTable::event)
        .sorted(Comparator.comparing(LineageEvent::at))
        .toList();
  }

  /** What a step's START event says of itself: step keys, inputs, definition. */
  public static JsonNode step(LineageEvent start) {
    return Json.read(start.json(), JsonNode.class).at("/run/facets/falaj_step");
  }
}
