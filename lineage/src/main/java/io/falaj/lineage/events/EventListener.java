package io.falaj.lineage.events;

import io.falaj.lineage.Lake;
import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.StepFailed;
import io.falaj.lineage.StepListener;
import io.falaj.lineage.StepStarted;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of what steps do: into the lake first, where a START that cannot be stored stops the
 * step, then to the other sinks, whose failures are logged and nothing more.
 */
public final class EventListener implements StepListener, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventListener.class);

  private final Lake lake;
  private final StepEvents events;
  private final TableSink table;
  private final List<LineageSink> others;

  /**
   * @param others where events go beside the lake
   */
  public EventListener(Lake lake, List<LineageSink> others) {
    this.lake = lake;
    this.events = new StepEvents(lake.root());
    this.table = new TableSink(lake);
    this.others = List.copyOf(others);
    for (LineageSink sink : this.others) {
      if (sink instanceof HttpSink http) {
        new Redelivery(lake).execute(http);
      }
    }
  }

  @Override
  public void started(StepStarted step) {
    store(List.of(events.started(step)));
  }

  @Override
  public void completed(StepCompleted step) {
    store(List.of(events.completed(step)));
  }

  @Override
  public void failed(StepFailed step) {
    store(List.of(events.failed(step)));
  }

  /** Stores events that were made elsewhere. */
  public void store(List<LineageEvent> made) {
    if (made.isEmpty()) {
      return;
    }
    table.store(made);
    for (LineageSink sink : others) {
      try {
        sink.store(made);
      } catch (RuntimeException e) {
        LOG.warn(
            "Lineage events are in the lake, but not in {}", sink.getClass().getSimpleName(), e);
      }
    }
  }

  /** Waits a little for deliveries under way and notes which events were taken. */
  @Override
  public void close() {
    for (LineageSink sink : others) {
      sink.close();
      if (sink instanceof HttpSink http) {
        new Redelivery(lake).note(http, lake.settings().clock().instant());
      }
    }
  }
}
