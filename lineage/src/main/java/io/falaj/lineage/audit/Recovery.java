package io.falaj.lineage.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepCompleted;
import io.falaj.lineage.TableCommit;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.Zone;
import io.falaj.lineage.events.EventListener;
import io.falaj.lineage.events.LineageEvent;
import io.falaj.lineage.events.OrphanEnd;
import io.falaj.lineage.events.Orphans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Completes the books of runs that died. A START without an end may also be of a run that is still
 * at work, so it gets its FAIL only when this run has committed the same work in its place, or
 * after {@link #PATIENCE}; where its step did commit, it gets its COMPLETE at once. What such runs
 * wrote is entered into the audit log on their behalf.
 */
final class Recovery {

  /** No step takes so long. */
  static final Duration PATIENCE = Duration.ofDays(2);

  private final Lake lake;
  private final AuditLog audit;
  private final EventListener events;
  private final OrphanEnd ends;
  private final List<LineageEvent> waiting = new ArrayList<>();

  Recovery(Lake lake, AuditLog audit, EventListener events) {
    this.lake = lake;
    this.audit = audit;
    this.events = events;
    this.ends = new OrphanEnd(lake.root());
  }

  /** Ends what has certainly ended, and remembers what may have. */
  void open() {
    List<LineageEvent> ended = new ArrayList<>();
    List<LineageEvent> dead = new ArrayList<>();
    for (LineageEvent start : new Orphans(lake).find()) {
      List<Commit> commits = commits(start);
      if (!commits.isEmpty()) {
        dead.add(start);
        ended.add(ends.completed(start, commits, now()));
      } else if (start.at().isBefore(now().minus(PATIENCE))) {
        dead.add(start);
        ended.add(ends.failed(start, "The run ended without a word of this step.", now()));
      } else {
        waiting.add(start);
      }
    }
    adopt(dead);
    events.store(ended);
  }

  /** Ends the steps that one of this run's has done in their place. */
  void replaced(StepCompleted step) {
    List<LineageEvent> dead =
        waiting.stream()
            .filter(start -> start.step().equals(step.started().step()))
            .filter(start -> start.output().equals(step.started().output()))
            .filter(start -> overlaps(start, step))
            .toList();
    if (dead.isEmpty()) {
      return;
    }
    waiting.removeAll(dead);
    adopt(dead);
    String problem =
        "The step ended without a word, and run %s did its work.".formatted(lake.run().runId());
    events.store(dead.stream().map(start -> ends.failed(start, problem, now())).toList());
  }

  private static boolean overlaps(LineageEvent start, StepCompleted step) {
    JsonNode keys = Orphans.step(start).path("step_keys");
    if (keys.isEmpty() && step.started().stepKeys().isEmpty()) {
      return true; // a page, which has no intervals
    }
    return keys.properties().stream()
        .map(key -> DataInterval.parse(key.getKey()))
        .anyMatch(
            interval -> step.started().stepKeys().keySet().stream().anyMatch(interval::overlaps));
  }

  /**
   * The commits of this step by its own run. A step commits once, so any says that it did: an
   * interval that is missing, or has another key than it began with, was settled on the way.
   */
  private List<Commit> commits(LineageEvent start) {
    JsonNode keys = Orphans.step(start).path("step_keys");
    return lake.commits().stream()
        .filter(commit -> commit.runId().equals(start.runId()))
        .filter(commit -> commit.step().equals(start.step()))
        .filter(commit -> commit.output().equals(start.output()))
        .filter(commit -> keys.has(commit.interval().toString()))
        .toList();
  }

  /** Enters what the dead runs wrote and nobody entered. */
  private void adopt(List<LineageEvent> dead) {
    if (dead.isEmpty()) {
      return;
    }
    EntryIndex index = new EntryIndex(AuditTable.read(lake));
    List<AuditFact> facts = new ArrayList<>();
    List<String> runs = dead.stream().map(LineageEvent::runId).distinct().toList();
    for (TableName table : lake.tables()) {
      if (table.zone() != Zone.LINEAGE) {
        for (TableCommit commit : lake.history(table)) {
          commit
              .runId()
              .filter(runs::contains)
              .filter(run -> commit.changesFiles() && !index.has(commit))
              .ifPresent(run -> facts.add(adopted(commit, run)));
        }
      }
    }
    for (LineageEvent start : dead) {
      List<Commit> missing = commits(start).stream().filter(commit -> !index.has(commit)).toList();
      if (!missing.isEmpty()) {
        facts.add(adopted(start, missing));
      }
    }
    if (!facts.isEmpty()) {
      audit.enter(facts);
    }
  }

  private static AuditFact adopted(TableCommit commit, String run) {
    return new AuditFact(
        AuditAction.ADOPT,
        "completes what run " + run + " could not enter",
        TableVersion.of(commit.table(), commit.version()),
        new TreeMap<>(
            Map.of("run", run, "committed_at", commit.at(), "operation", commit.operation())));
  }

  private static AuditFact adopted(LineageEvent start, List<Commit> commits) {
    Map<DataInterval, Object> keys = new TreeMap<>();
    commits.forEach(commit -> keys.put(commit.interval(), commit.stepKey()));
    return new AuditFact(
        AuditAction.ADOPT,
        "completes what run " + start.runId() + " could not enter",
        null,
        new TreeMap<>(
            Map.of(
                "run", start.runId(),
                "step", start.step(),
                "output", start.output(),
                "step_keys", keys)));
  }

  private Instant now() {
    return lake.settings().clock().instant();
  }
}
