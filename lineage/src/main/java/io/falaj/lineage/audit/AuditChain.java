package io.falaj.lineage.audit;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.RunContext;
import io.falaj.lineage.signing.SigningKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The chain of one run as it grows. */
final class AuditChain {

  private final RunContext run;
  private final SigningKey key;
  private Fingerprint last;
  private long next;

  AuditChain(RunContext run, SigningKey key) {
    this.run = run;
    this.key = key;
    this.last = AuditEntry.genesis(run.runId());
  }

  /** Links facts to the chain; the first call begins it. */
  List<AuditEntry> enter(List<AuditFact> facts, Instant at) {
    List<AuditEntry> entries = new ArrayList<>();
    if (next == 0) {
      // Tables keep microseconds: what is signed must read back as it was.
      entries.add(link(open(), run.startedAt().truncatedTo(ChronoUnit.MICROS)));
    }
    for (AuditFact fact : facts) {
      entries.add(link(fact, at));
    }
    return List.copyOf(entries);
  }

  boolean begun() {
    return next > 0;
  }

  AuditHead head() {
    return new AuditHead(run.runId(), next - 1, last);
  }

  private AuditEntry link(AuditFact fact, Instant at) {
    AuditEntry entry = AuditEntry.sign(fact, run.runId(), next, at, run.actor(), last, key);
    last = entry.hash();
    next++;
    return entry;
  }

  private AuditFact open() {
    TreeMap<String, Object> detail = new TreeMap<>();
    detail.put("pipeline", run.pipeline());
    detail.put("job", run.job());
    detail.put("interval", run.interval());
    detail.put("code_version", run.codeVersion());
    run.parent().ifPresent(parent -> detail.put("triggered_by", parent));
    return new AuditFact(
        AuditAction.OPEN, "%s of %s".formatted(run.job(), run.pipeline()), null, detail);
  }
}
