package io.falaj.lineage.audit;

import io.falaj.lineage.Lake;
import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.StepFailed;
import io.falaj.lineage.StepListener;
import io.falaj.lineage.StepStarted;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.events.EventListener;
import io.falaj.lineage.events.LineageSink;
import io.falaj.lineage.signing.SigningKey;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the books of one run: lineage events and the audit chain. Opening it completes what an
 * earlier run, dying, could not record; closing it closes the chain.
 *
 * <p>Of the two records of a step's end the event is stored last, so that a START without an end
 * tells that something may be missing, wherever the process died.
 */
public final class RunRecord implements StepListener, AutoCloseable {

  private final EventListener events;
  private final AuditLog audit;
  private final Recovery recovery;
  private Optional<AuditHead> head = Optional.empty();

  private RunRecord(Lake lake, SigningKey key, List<LineageSink> sinks) {
    this.events = new EventListener(lake, sinks);
    this.audit = new AuditLog(lake, key);
    this.recovery = new Recovery(lake, audit, events);
  }

  /**
   * Begins to record what is done through a lake.
   *
   * @param key signs the audit log
   * @param sinks where events go beside the lake's own table; closed with this
   */
  public static RunRecord open(Lake lake, SigningKey key, List<LineageSink> sinks) {
    RunRecord record = new RunRecord(lake, key, sinks);
    record.recovery.open();
    lake.listen(record);
    return record;
  }

  @Override
  public void started(StepStarted step) {
    events.started(step);
  }

  @Override
  public void completed(StepCompleted step) {
    audit.completed(step);
    recovery.replaced(step);
    events.completed(step);
  }

  @Override
  public void failed(StepFailed step) {
    audit.failed(step);
    events.failed(step);
  }

  @Override
  public void appended(TableVersion table, long rows) {
    audit.appended(table, rows);
  }

  @Override
  public void compacted(TableVersion table) {
    audit.compacted(table);
  }

  /** The head of this run's chain, once it is closed, where the run did anything. */
  public Optional<AuditHead> head() {
    return head;
  }

  /** Closes the chain, and waits a little for events that are being delivered. */
  @Override
  public void close() {
    head = Optional.ofNullable(audit.seal()).or(() -> head);
    events.close();
  }
}
