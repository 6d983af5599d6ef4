package io.falaj.lineage.events;

import java.util.List;

/** Where events go. */
public sealed interface LineageSink extends AutoCloseable permits TableSink, FileSink, HttpSink {

  /**
   * Takes events, in their order. A table or file holds them when this returns; an endpoint gets
   * them afterwards.
   */
  void store(List<LineageEvent> events);

  @Override
  default void close() {}
}
