package io.falaj.lineage;

/**
 * Is told what each step does. A step calls {@link #started} before its first write and does not
 * write before that returns, so what a listener stores there survives a crash; then it calls
 * exactly one of the other two, unless the process dies.
 *
 * <p>What a listener throws from {@link #started} stops the step. Later it stops nothing: the data
 * is committed, and the next run completes the books.
 */
public interface StepListener {

  /** The step is about to write. */
  void started(StepStarted step);

  /** The step is done: its tables and its rows in {@code lineage.commits} are committed. */
  void completed(StepCompleted step);

  /** The step ended without its rows in {@code lineage.commits}; some tables may be written. */
  void failed(StepFailed step);

  /**
   * Rows were appended outside the writes of a step: registry, monitoring. Lineage's own tables are
   * left out.
   */
  default void appended(TableVersion table, long rows) {}

  /** Small files of a table outside any step became one; its rows are the same. */
  default void compacted(TableVersion table) {}
}
