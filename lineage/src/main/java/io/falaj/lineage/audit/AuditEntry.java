package io.falaj.lineage.audit;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Json;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.signing.Signature;
import io.falaj.lineage.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One link of a run's chain. Its hash covers everything but the signature, the hash of the entry
 * before it included, so that no entry can be changed, dropped or moved unseen; the signature
 * covers the hash.
 *
 * @param runId whose chain
 * @param sequence from 0, without gaps
 * @param at when it was entered
 * @param actor who started the run
 * @param action what was done
 * @param purpose what for
 * @param table {@code zone.table}, or null
 * @param version the table's Delta version, or null
 * @param detail JSON with sorted keys
 * @param previous the hash of the entry before, or that of the run id for the first
 * @param hash of this entry
 * @param keyId whose signature
 * @param signature of the hash, in base64
 */
public record AuditEntry(
    String runId,
    long sequence,
    Instant at,
    String actor,
    AuditAction action,
    String purpose,
    @Nullable String table,
    @Nullable Long version,
    String detail,
    Fingerprint previous,
    Fingerprint hash,
    String keyId,
    String signature) {

  /** What the first entry of a chain names as the hash before it. */
  static Fingerprint genesis(String runId) {
    return Fingerprint.builder("audit chain").add("run", runId).build();
  }

  static AuditEntry sign(
      AuditFact fact,
      String runId,
      long sequence,
      Instant at,
      String actor,
      Fingerprint previous,
      SigningKey key) {
    TableVersion table = fact.table();
    AuditEntry unsigned =
        new AuditEntry(
            runId,
            sequence,
            at,
            actor,
            fact.action(),
            fact.purpose(),
            table == null ? null : table.table().toString(),
            table == null ? null : table.version(),
            Json.write(fact.detail()),
            previous,
            previous,
            key.keyId(),
            "");
    Fingerprint hash = unsigned.computedHash();
    return unsigned.signed(hash, key.sign(bytes(hash)).base64());
  }

  /** The hash that this entry's content has now. */
  Fingerprint computedHash() {
    return Fingerprint.builder("audit entry")
        .add("run", runId)
        .add("sequence", sequence)
        .add("at", at)
        .add("actor", actor)
        .add("action", action)
        .add("purpose", purpose)
        .add("table", table)
        .add("version", version)
        .add("detail", detail)
        .add("previous", previous)
        .add("key", keyId)
        .build();
  }

  Signature signed() {
    return new Signature(keyId, signature);
  }

  static byte[] bytes(Fingerprint hash) {
    return hash.hex().getBytes(StandardCharsets.US_ASCII);
  }

  private AuditEntry signed(Fingerprint newHash, String newSignature) {
    return new AuditEntry(
        runId,
        sequence,
        at,
        actor,
        action,
        purpose,
        table,
        version,
        detail,
        previous,
        newHash,
        keyId,
        newSignature);
  }
}
