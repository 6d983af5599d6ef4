package io.falaj.lineage.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Commit;
import io.falaj.lineage.Json;
import io.falaj.lineage.TableCommit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the entries say was written and committed. */
final class EntryIndex {

  /** A version of a table. */
  record Version(String table, long version) {}

  /** An interval that a step committed, by the identity of what it computed. */
  record StepInterval(String step, String output, String interval, String stepKey) {

    static StepInterval of(Commit commit) {
      return new StepInterval(
          commit.step(), commit.output(), commit.interval().toString(), commit.stepKey().hex());
    }
  }

  private final Set<Version> versions = new LinkedHashSet<>();
  private final Set<StepInterval> steps = new LinkedHashSet<>();

  EntryIndex(Collection<AuditEntry> entries) {
    entries.forEach(this::add);
  }

  private void add(AuditEntry entry) {
    boolean adopted = entry.action() == AuditAction.ADOPT;
    String table = entry.table();
    Long version = entry.version();
    if (table != null && version != null) {
      if (adopted || entry.action() == AuditAction.WRITE) {
        versions.add(new Version(table, version));
      }
    } else if (adopted || entry.action() == AuditAction.COMMIT) {
      JsonNode detail = Json.read(entry.detail(), JsonNode.class);
      detail
          .path("step_keys")
          .properties()
          .forEach(
              key ->
                  steps.add(
                      new StepInterval(
                          detail.path("step").asText(),
                          detail.path("output").asText(),
                          key.getKey(),
                          key.getValue().asText())));
    }
  }

  boolean has(TableCommit commit) {
    return versions.contains(new Version(commit.table().toString(), commit.version()));
  }

  boolean has(Commit commit) {
    return steps.contains(StepInterval.of(commit));
  }

  Set<Version> versions() {
    return versions;
  }

  Set<StepInterval> steps() {
    return steps;
  }
}
