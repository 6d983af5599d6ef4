package io.falaj.lineage.audit;

import io.falaj.lineage.Commit;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableCommit;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import io.falaj.lineage.signing.VerifyKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks the whole audit log: each chain link by link, and the chains against the logs of all
 * tables and against {@code lineage.commits}, both ways.
 */
public final class VerifyAudit {

  /**
   * What was found.
   *
   * @param chains how many chains were checked
   * @param entries how many entries
   * @param commits how many commits of tables
   * @param findings what is wrong, or may be
   * @param heads the last entry of each chain: kept off the lake and given the next time, they show
   *     a cut
   */
  public record Result(
      int chains, int entries, int commits, List<Finding> findings, List<AuditHead> heads) {

    /** Whether records and tables agree. */
    public boolean sound() {
      return findings.stream().allMatch(Finding::benign);
    }
  }

  private final Lake lake;
  private final ChainVerifier chains;

  /**
   * @param trusted the public keys of those who may sign
   */
  public VerifyAudit(Lake lake, Collection<VerifyKey> trusted) {
    this.lake = lake;
    this.chains = new ChainVerifier(trusted);
  }

  /**
   * Checks everything.
   *
   * @param seen heads that were kept off the lake
   */
  public Result execute(Collection<AuditHead> seen) {
    List<AuditEntry> entries = AuditTable.read(lake);
    List<Finding> findings = new ArrayList<>(chains.verify(entries, seen));
    EntryIndex index = new EntryIndex(entries);
    List<TableCommit> commits = commits();
    tables(index, commits, findings);
    steps(index, findings);
    Map<String, AuditHead> heads = new TreeMap<>();
    for (AuditEntry entry : entries) {
      heads.merge(
          entry.runId(), AuditHead.of(entry), (a, b) -> a.sequence() > b.sequence() ? a : b);
    }
    return new Result(
        heads.size(),
        entries.size(),
        commits.size(),
        List.copyOf(findings),
        List.copyOf(heads.values()));
  }

  /** The kept commits of all tables but lineage's own, which the chains themselves vouch for. */
  private List<TableCommit> commits() {
    List<TableCommit> commits = new ArrayList<>();
    for (TableName table : lake.tables()) {
      if (table.zone() != Zone.LINEAGE) {
        commits.addAll(lake.history(table));
      }
    }
    return commits;
  }

  private static void tables(EntryIndex index, List<TableCommit> commits, List<Finding> findings) {
    Set<EntryIndex.Version> committed = new HashSet<>();
    Map<String, Long> oldest = new HashMap<>();
    for (TableCommit commit : commits) {
      String table = commit.table().toString();
      oldest.merge(table, commit.version(), Math::min);
      committed.add(new EntryIndex.Version(table, commit.version()));
      if (commit.changesFiles() && !index.has(commit)) {
        findings.add(unentered(commit));
      }
    }
    for (EntryIndex.Version entered : index.versions()) {
      // Older log entries than these have been dropped after the retention time.
      boolean kept = entered.version() >= oldest.getOrDefault(entered.table(), 0L);
      if (kept && !committed.contains(entered)) {
        findings.add(
            new Finding(
                Finding.Kind.ENTRY_WITHOUT_COMMIT,
                entered.table() + " version " + entered.version(),
                "the audit log says that it was written, but the table has no such commit: the"
                    + " table was replaced, or its log was cut."));
      }
    }
  }

  private static Finding unentered(TableCommit commit) {
    return new Finding(
        Finding.Kind.COMMIT_WITHOUT_ENTRY,
        commit.table() + " version " + commit.version(),
        ("the table has this commit (%s at %s, %s), but the audit log has no entry for it. What a"
                + " run that died left is entered by the next one; otherwise somebody wrote past"
                + " Falaj.")
            .formatted(
                commit.operation(),
                commit.at(),
                commit.runId().map(run -> "run " + run).orElse("of unknown origin")));
  }

  private void steps(EntryIndex index, List<Finding> findings) {
    Set<EntryIndex.StepInterval> committed = new HashSet<>();
    for (Commit commit : lake.commits()) {
      committed.add(EntryIndex.StepInterval.of(commit));
      if (!index.has(commit)) {
        findings.add(
            new Finding(
                Finding.Kind.COMMIT_WITHOUT_ENTRY,
                "%s of %s, %s".formatted(commit.step(), commit.output(), commit.interval()),
                "lineage.commits says that run %s committed it, but the audit log does not."
                    .formatted(commit.runId())));
      }
    }
    for (EntryIndex.StepInterval entered : index.steps()) {
      if (!committed.contains(entered)) {
        findings.add(
            new Finding(
                Finding.Kind.ENTRY_WITHOUT_COMMIT,
                "%s of %s, %s".formatted(entered.step(), entered.output(), entered.interval()),
                "the audit log says that it was committed, but lineage.commits does not."));
      }
    }
  }
}
