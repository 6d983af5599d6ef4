package io.falaj.lineage.events;

import io.falaj.lineage.Lake;
import java.util.Comparator;
import java.util.List;

/** The events in a lake, in order, each found valid. */
public final class StoredEvents {

  private StoredEvents() {}

  /** Type and step of each. */
  public static List<String> of(Lake lake) {
    return events(lake).stream().map(event -> event.type() + " " + event.step()).toList();
  }

  /** The JSON of each. */
  public static List<String> json(Lake lake) {
    return events(lake).stream().map(LineageEvent::json).toList();
  }

  static List<LineageEvent> events(Lake lake) {
    OpenLineageSchemas schemas = new OpenLineageSchemas();
    List<LineageEvent> events =
        lake.read(EventsTable.NAME).collectAsList().stream()
            .map(EventsTable::event)
            .sorted(Comparator.comparing(LineageEvent::at).thenComparing(LineageEvent::type))
            .toList();
    events.forEach(event -> schemas.assertValid(event.json()));
    return events;
  }
}
