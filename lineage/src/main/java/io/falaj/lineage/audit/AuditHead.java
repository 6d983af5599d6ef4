package io.falaj.lineage.audit;

import io.falaj.lineage.Fingerprint;
import java.util.Objects;

/**
 * The last entry of a chain as somebody saw it. Kept off the lake, it shows when a chain has been
 * cut behind it or replaced.
 *
 * @param runId whose chain
 * @param sequence of the entry
 * @param hash of the entry
 */
public record AuditHead(String runId, long sequence, Fingerprint hash) {

  public AuditHead {
    Objects.requireNonNull(runId, "run_id");
    Objects.requireNonNull(hash, "hash");
  }

  static AuditHead of(AuditEntry entry) {
    return new AuditHead(entry.runId(), entry.sequence(), entry.hash());
  }
}
