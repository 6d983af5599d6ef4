package io.falaj.lineage.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Json;
import io.falaj.lineage.signing.VerifyKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks chains of entries with nothing but public keys: no lake, no network. */
public final class ChainVerifier {

  private final Map<String, VerifyKey> trusted;

  public ChainVerifier(Collection<VerifyKey> trusted) {
    this.trusted =
        trusted.stream().collect(Collectors.toMap(VerifyKey::keyId, key -> key, (a, b) -> a));
  }

  /**
   * Checks every chain from its first entry on and stops, within a chain, at the first broken link,
   * since nothing behind it is vouched for.
   *
   * @param entries of any number of runs, in any order
   * @param seen heads that were kept elsewhere
   * @return what was found, by run; empty when all is well
   */
  public List<Finding> verify(Collection<AuditEntry> entries, Collection<AuditHead> seen) {
    SortedMap<String, List<AuditEntry>> chains =
        entries.stream()
            .sorted(Comparator.comparingLong(AuditEntry::sequence))
            .collect(Collectors.groupingBy(AuditEntry::runId, TreeMap::new, Collectors.toList()));
    List<Finding> findings = new ArrayList<>();
    List<AuditHead> sealed = new ArrayList<>();
    entries.forEach(entry -> sealed.addAll(headsSeenBy(entry)));
    chains.forEach((run, chain) -> chain(run, chain, sealed).ifPresent(findings::add));
    List<AuditHead> heads = new ArrayList<>(seen);
    heads.addAll(sealed);
    for (AuditHead head : heads) {
      cut(head, chains.getOrDefault(head.runId(), List.of())).ifPresent(findings::add);
    }
    return findings.stream().distinct().toList();
  }

  private Optional<Finding> chain(String run, List<AuditEntry> chain, List<AuditHead> sealed) {
    Fingerprint previous = AuditEntry.genesis(run);
    for (int i = 0; i < chain.size(); i++) {
      AuditEntry entry = chain.get(i);
      Optional<Finding> problem = link(entry, i, previous);
      if (problem.isPresent()) {
        return problem;
      }
      previous = entry.hash();
    }
    AuditEntry last = chain.get(chain.size() - 1);
    return last.action() == AuditAction.CLOSE || sealed.contains(AuditHead.of(last))
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Kind.UNSEALED,
                place(run, last.sequence()),
                "the chain has no closing entry. Its run is still going on, it died, or its end"
                    + " was cut off: the next run closes what a dead one left."));
  }

  private Optional<Finding> link(AuditEntry entry, long expected, Fingerprint previous) {
    String place = place(entry.runId(), entry.sequence());
    if (entry.sequence() != expected) {
      return Optional.of(
          new Finding(
              Finding.Kind.MISSING_ENTRY,
              place(entry.runId(), expected),
              entry.sequence() > expected
                  ? "the entry is missing: the chain goes on with entry %d."
                      .formatted(entry.sequence())
                  : "entry %d is there twice.".formatted(entry.sequence())));
    }
    if (!entry.computedHash().equals(entry.hash())) {
      return Optional.of(
          new Finding(
              Finding.Kind.CHANGED_ENTRY,
              place,
              "the entry's content does not have the hash that it carries: it was changed."));
    }
    if (!entry.previous().equals(previous)) {
      return Optional.of(
          new Finding(
              Finding.Kind.BROKEN_LINK,
              place,
              "the entry follows %s…, but the entry before it is %s…: one of them was replaced."
                  .formatted(entry.previous().brief(), previous.brief())));
    }
    return signature(entry, place);
  }

  private Optional<Finding> signature(AuditEntry entry, String place) {
    VerifyKey key = trusted.get(entry.keyId());
    if (key == null) {
      return Optional.of(
          new Finding(
              Finding.Kind.BAD_SIGNATURE,
              place,
              "signed by key %s, which is not among the trusted ones (%s). Give its public key, or"
                      .formatted(entry.keyId(), String.join(", ", trusted.keySet()))
                  + " find out who signed."));
    }
    return key.verifies(AuditEntry.bytes(entry.hash()), entry.signed())
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Kind.BAD_SIGNATURE,
                place,
                "the signature is not that of key %s.".formatted(entry.keyId())));
  }

  private static Optional<Finding> cut(AuditHead head, List<AuditEntry> chain) {
    boolean there =
        chain.stream()
            .anyMatch(
                entry -> entry.sequence() == head.sequence() && entry.hash().equals(head.hash()));
    return there
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Finding.Kind.CUT_CHAIN,
                place(head.runId(), head.sequence()),
                "this entry was seen with hash %s… and is there no more: the chain was cut or"
                        .formatted(head.hash().brief())
                    + " replaced."));
  }

  /** The heads that a closing entry names. */
  private static List<AuditHead> headsSeenBy(AuditEntry entry) {
    return entry.action() == AuditAction.CLOSE ? headsSeenBy(entry.detail()) : List.of();
  }

  /** Likewise, by the entry's detail. */
  static List<AuditHead> headsSeenBy(String detail) {
    List<AuditHead> heads = new ArrayList<>();
    try {
      for (JsonNode head : Json.read(detail, JsonNode.class).path("heads")) {
        heads.add(Json.read(head.toString(), AuditHead.class));
      }
    } catch (IllegalArgumentException e) {
      // The entry was changed, which its own chain's check reports.
      return List.of();
    }
    return heads;
  }

  private static String place(String run, long sequence) {
    return "run " + run + ", entry " + sequence;
  }
}
