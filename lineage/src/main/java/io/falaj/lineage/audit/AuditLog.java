package io.falaj.lineage.audit;

import io.falaj.lineage.Lake;
import io.falaj.lineage.PageWritten;
import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.StepFailed;
import io.falaj.lineage.StepListener;
import io.falaj.lineage.StepStarted;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TableWritten;
import io.falaj.lineage.Zone;
import io.falaj.lineage.signing.SigningKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Enters what a run does into {@code lineage.audit}: one chain per run, since appends of concurrent
 * runs do not conflict but one chain for all would fork. Entries are stored when a step ends, and
 * the chain is closed, naming the heads of the chains seen, when the run ends.
 */
public final class AuditLog implements StepListener, AutoCloseable {

  private final Lake lake;
  private final AuditChain chain;
  private final List<AuditFact> waiting = new ArrayList<>();
  private List<AuditEntry> unstored = List.of();
  private boolean closed;

  public AuditLog(Lake lake, SigningKey key) {
    this.lake = lake;
    this.chain = new AuditChain(lake.run(), key);
  }

  @Override
  public void started(StepStarted step) {
    // The START event is stored by now: it tells the next run to look for what is not entered.
  }

  @Override
  public synchronized void completed(StepCompleted step) {
    addTables(step.started(), step.reads(), step.outputs());
    for (PageWritten page : step.pages()) {
      waiting.add(new AuditFact(AuditAction.WRITE, purpose(step.started()), null, written(page)));
    }
    SortedMap<String, Object> detail = detail(step.started());
    waiting.add(new AuditFact(AuditAction.COMMIT, purpose(step.started()), null, detail));
    flush(step.at());
  }

  @Override
  public synchronized void failed(StepFailed step) {
    addTables(step.started(), step.reads(), step.outputs());
    SortedMap<String, Object> detail = detail(step.started());
    detail.put("problem", step.problem());
    waiting.add(new AuditFact(AuditAction.FAIL, purpose(step.started()), null, detail));
    flush(step.at());
  }

  @Override
  public synchronized void appended(TableVersion table, long rows) {
    beside(table, Map.of("operation", "append", "rows", rows));
  }

  @Override
  public synchronized void compacted(TableVersion table) {
    beside(table, Map.of("operation", "compact", "rows", 0L));
  }

  private void beside(TableVersion table, Map<String, Object> detail) {
    waiting.add(
        new AuditFact(
            AuditAction.WRITE,
            lake.run().job() + " of " + lake.run().pipeline(),
            table,
            new TreeMap<>(detail)));
  }

  /** Enters facts found about earlier runs. */
  synchronized void enter(List<AuditFact> facts) {
    waiting.addAll(facts);
    flush(now());
  }

  private void addTables(
      StepStarted step, Collection<TableVersion> reads, Collection<TableWritten> outputs) {
    for (TableVersion read : reads) {
      if (read.table().zone() != Zone.LINEAGE) {
        waiting.add(new AuditFact(AuditAction.READ, purpose(step), read, read(read)));
      }
    }
    for (TableWritten output : outputs) {
      waiting.add(
          new AuditFact(AuditAction.WRITE, purpose(step), output.version(), written(output)));
    }
  }

  private static SortedMap<String, Object> read(TableVersion read) {
    return read.openIntervals().isEmpty()
        ? new TreeMap<>()
        : new TreeMap<>(Map.of("open", read.openIntervals()));
  }

  private static SortedMap<String, Object> written(TableWritten output) {
    return new TreeMap<>(
        Map.of(
            "operation", output.operation(),
            "rows", output.rows(),
            "intervals", output.contents()));
  }

  private static SortedMap<String, Object> written(PageWritten page) {
    return new TreeMap<>(
        Map.of("page", page.path(), "sha256", page.content(), "bytes", page.bytes()));
  }

  private static SortedMap<String, Object> detail(StepStarted step) {
    return new TreeMap<>(
        Map.of(
            "step", step.step(),
            "output", step.output(),
            "definition", step.definition(),
            "step_keys", step.stepKeys()));
  }

  private static String purpose(StepStarted step) {
    return "%s of %s, pipeline %s".formatted(step.step(), step.output(), step.run().pipeline());
  }

  /** Stores what waits; what could not be stored is tried again with the next entries. */
  private void flush(Instant at) {
    List<AuditEntry> entries = new ArrayList<>(unstored);
    entries.addAll(chain.enter(waiting, at.truncatedTo(ChronoUnit.MICROS)));
    waiting.clear();
    unstored = entries;
    AuditTable.append(lake, entries);
    unstored = List.of();
  }

  /**
   * Closes the chain. A run that did nothing leaves none.
   *
   * @return the chain's head, to be kept off the lake by who wants a cut to show; null when there
   *     is no chain
   */
  public synchronized @Nullable AuditHead seal() {
    if (closed || (!chain.begun() && waiting.isEmpty())) {
      return null;
    }
    closed = true;
    SortedMap<String, Object> heads = new TreeMap<>(Map.of("heads", tips()));
    waiting.add(
        new AuditFact(
            AuditAction.CLOSE,
            lake.run().job() + " of " + lake.run().pipeline() + " ends",
            null,
            heads));
    flush(now());
    return chain.head();
  }

  /** The last entries of other runs' chains, where no closing entry has named them yet. */
  private List<AuditHead> tips() {
    Set<AuditHead> named = new HashSet<>();
    SortedMap<String, AuditHead> last = new TreeMap<>();
    AuditTable.scan(
        lake,
        (entry, closing) -> {
          closing.ifPresent(detail -> named.addAll(ChainVerifier.headsSeenBy(detail)));
          last.merge(entry.runId(), entry, (a, b) -> a.sequence() > b.sequence() ? a : b);
        });
    last.remove(lake.run().runId());
    return last.values().stream().filter(head -> !named.contains(head)).toList();
  }

  private Instant now() {
    return lake.settings().clock().instant();
  }

  @Override
  public void close() {
    seal();
  }
}
