package io.falaj.lineage.events;

import io.falaj.lineage.Lake;
import java.util.List;

/** Stores events in the lake's table {@code lineage.events}, in one commit per call. */
public final class TableSink implements LineageSink {

  private final Lake lake;

  public TableSink(Lake lake) {
    this.lake = lake;
  }

  @Override
  public void store(List<LineageEvent> events) {
    lake.appendBookkeeping(EventsTable.SPEC, events.stream().map(EventsTable::row).toList());
  }
}
