package io.falaj.lineage.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.RunContext;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.signing.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainVerifierTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  @TempDir static Path folder;
  private static SigningKey key;
  private static SigningKey stranger;

  @BeforeAll
  static void makeKeys() {
    key = SigningKey.create(folder.resolve("own"));
    stranger = SigningKey.create(folder.resolve("stranger"));
  }

  @Test
  void anUntouchedChainHasNoFindings() {
    assertThat(verify(chain("run-1", key))).isEmpty();
  }

  @Test
  void anEntrySaysWhoDidWhatToWhichVersionForWhichPurpose() {
    List<AuditEntry> chain = chain("run-1", key);
    AuditEntry open = chain.get(0);
    assertThat(open.action()).isEqualTo(AuditAction.OPEN);
    assertThat(open.purpose()).isEqualTo("run of flights");
    assertThat(open.detail())
        .isEqualTo(
            "{\"code_version\":\"0.1.0\",\"interval\":\"2013-01-01/2013-02-01\","
                + "\"job\":\"run\",\"pipeline\":\"flights\"}");
    AuditEntry write = chain.get(2);
    assertThat(write.actor()).isEqualTo("amna");
    assertThat(write.action()).isEqualTo(AuditAction.WRITE);
    assertThat(write.table()).isEqualTo("clean.flights");
    assertThat(write.version()).isEqualTo(7);
    assertThat(write.purpose()).isEqualTo("ingest of flights");
    assertThat(write.sequence()).isEqualTo(2);
    assertThat(write.previous()).isEqualTo(chain.get(1).hash());
  }

  @Test
  void entriesMayComeInAnyOrderAndOfManyRuns() {
    List<AuditEntry> entries = new ArrayList<>(chain("run-1", key));
    entries.addAll(chain("run-2", key));
    Collections.shuffle(entries, new Random(7));
    assertThat(verify(entries)).isEmpty();
  }

  @Test
  void anyChangedFieldNamesItsEntry() {
    List<UnaryOperator<AuditEntry>> changes =
        List.of(
            e -> with(e, e.at().plusMillis(1), e.actor(), e.action(), e.purpose(), e.version()),
            e -> with(e, e.at(), "mallory", e.action(), e.purpose(), e.version()),
            e -> with(e, e.at(), e.actor(), AuditAction.READ, e.purpose(), e.version()),
            e -> with(e, e.at(), e.actor(), e.action(), "nothing", e.version()),
            e -> with(e, e.at(), e.actor(), e.action(), e.purpose(), 8L),
            e -> with(e, e.at(), e.actor(), e.action(), e.purpose(), null));
    for (UnaryOperator<AuditEntry> change : changes) {
      List<AuditEntry> chain = new ArrayList<>(chain("run-1", key));
      chain.replaceAll(e -> e.sequence() == 2 ? change.apply(e) : e);
      assertThat(verify(chain))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED_ENTRY);
                assertThat(finding.benign()).isFalse();
                assertThat(finding)
                    .hasToString(
                        "run run-1, entry 2: the entry's content does not have the hash that it"
                            + " carries: it was changed.");
              });
    }
  }

  @Test
  void aFlippedBitOfDetailHashOrSignatureShows() {
    AuditEntry whole = chain("run-1", key).get(1);
    for (int bit = 0; bit < whole.detail().length(); bit++) {
      char[] detail = whole.detail().toCharArray();
      detail[bit] = (char) (detail[bit] ^ 1);
      assertThat(kinds(replaced(1, withDetail(whole, new String(detail), whole.hash()))))
          .containsExactly(Finding.Kind.CHANGED_ENTRY);
    }
    assertThat(kinds(replaced(1, withDetail(whole, whole.detail(), Fingerprint.of("x")))))
        .containsExactly(Finding.Kind.CHANGED_ENTRY);
    assertThat(kinds(replaced(1, withSignature(whole, chain("run-1", key).get(2).signature()))))
        .containsExactly(Finding.Kind.BAD_SIGNATURE);
  }

  @Test
  void aForgerWithoutTheKeyCannotRewriteTheHashes() {
    List<AuditEntry> forged = new ArrayList<>(chain("run-1", key));
    AuditEntry changed =
        with(forged.get(2), AT, "mallory", AuditAction.WRITE, "ingest of flights", 7L);
    forged.set(2, withDetail(changed, changed.detail(), changed.computedHash()));
    assertThat(verify(forged))
        .singleElement()
        .hasToString(
            "run run-1, entry 2: the signature is not that of key %s.".formatted(key.keyId()));
  }

  @Test
  void aDroppedEntryIsNamed() {
    List<AuditEntry> chain = new ArrayList<>(chain("run-1", key));
    chain.remove(2);
    assertThat(verify(chain))
        .singleElement()
        .hasToString("run run-1, entry 2: the entry is missing: the chain goes on with entry 3.");
  }

  @Test
  void aDroppedFirstEntryIsNamed() {
    List<AuditEntry> chain = new ArrayList<>(chain("run-1", key));
    chain.remove(0);
    assertThat(verify(chain))
        .singleElement()
        .asString()
        .startsWith("run run-1, entry 0: the entry");
  }

  @Test
  void anEntryThatIsThereTwiceIsNamed() {
    List<AuditEntry> chain = new ArrayList<>(chain("run-1", key));
    chain.add(chain.get(1));
    assertThat(verify(chain)).singleElement().asString().contains("entry 1 is there twice");
  }

  @Test
  void entriesThatChangedPlacesAreFound() {
    List<AuditEntry> chain = new ArrayList<>(chain("run-1", key));
    AuditEntry one = chain.get(1);
    AuditEntry two = chain.get(2);
    chain.set(1, moved(two, 1));
    chain.set(2, moved(one, 2));
    assertThat(kinds(chain)).containsExactly(Finding.Kind.CHANGED_ENTRY);
  }

  @Test
  void aPieceOfAnotherChainDoesNotFit() {
    List<AuditEntry> chain = new ArrayList<>(chain("run-1", key).subList(0, 2));
    AuditChain other = new AuditChain(run("run-1"), key);
    List<AuditEntry> another =
        other.enter(List.of(fact(AuditAction.READ, "x"), fact(AuditAction.CLOSE, "y")), AT);
    chain.add(another.get(2));
    assertThat(verify(chain))
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.BROKEN_LINK))
        .asString()
        .contains("run run-1, entry 2: the entry follows " + another.get(1).hash().brief())
        .contains("the entry before it is " + chain.get(1).hash().brief());
  }

  @Test
  void aCutChainIsUnsealed() {
    List<AuditEntry> chain = chain("run-1", key);
    assertThat(verify(chain.subList(0, 3)))
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.UNSEALED))
        .satisfies(f -> assertThat(f.benign()).isTrue())
        .asString()
        .contains("run run-1, entry 2: the chain has no closing entry");
  }

  @Test
  void aHeadThatWasKeptShowsTheCut() {
    List<AuditEntry> chain = chain("run-1", key);
    AuditHead head = AuditHead.of(chain.get(chain.size() - 1));
    ChainVerifier verifier = new ChainVerifier(List.of(key.verifyKey()));
    assertThat(verifier.verify(chain, List.of(head))).isEmpty();
    assertThat(verifier.verify(chain.subList(0, 3), List.of(head)))
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.UNSEALED, Finding.Kind.CUT_CHAIN);
    assertThat(verifier.verify(List.of(), List.of(head)))
        .singleElement()
        .asString()
        .contains("run run-1, entry " + head.sequence() + ": this entry was seen with hash");
  }

  @Test
  void anotherRunsClosingEntryShowsTheCutToo() {
    List<AuditEntry> first = chain("run-1", key);
    AuditChain second = new AuditChain(run("run-2"), key);
    List<AuditEntry> entries =
        new ArrayList<>(
            second.enter(
                List.of(
                    new AuditFact(
                        AuditAction.CLOSE,
                        "end",
                        null,
                        new TreeMap<>(
                            Map.of("heads", List.of(AuditHead.of(first.get(first.size() - 1))))))),
                AT));
    assertThat(verify(entries))
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.CUT_CHAIN));
    entries.addAll(first);
    assertThat(verify(entries)).isEmpty();
  }

  @Test
  void aStrangersChainIsNotTrusted() {
    assertThat(verify(chain("run-1", stranger)))
        .singleElement()
        .satisfies(f -> assertThat(f.kind()).isEqualTo(Finding.Kind.BAD_SIGNATURE))
        .asString()
        .contains("run run-1, entry 0: signed by key " + stranger.keyId())
        .contains("not among the trusted ones (" + key.keyId() + ")");
    assertThat(
            new ChainVerifier(List.of(key.verifyKey(), stranger.verifyKey()))
                .verify(chain("run-1", stranger), List.of()))
        .isEmpty();
  }

  private static List<AuditEntry> chain(String runId, SigningKey by) {
    AuditChain chain = new AuditChain(run(runId), by);
    List<AuditEntry> entries = new ArrayList<>();
    entries.addAll(
        chain.enter(
            List.of(
                fact(AuditAction.READ, "ingest of flights"),
                new AuditFact(
                    AuditAction.WRITE,
                    "ingest of flights",
                    TableVersion.of(TableName.parse("clean.flights"), 7),
                    new TreeMap<>(Map.of("rows", 118)))),
            AT));
    entries.addAll(chain.enter(List.of(fact(AuditAction.CLOSE, "end")), AT.plusSeconds(1)));
    return entries;
  }

  private static RunContext run(String runId) {
    return new RunContext(
        runId,
        "run",
        "flights",
        DataInterval.parse("2013-01-01/2013-02-01"),
        "0.1.0",
        "amna",
        Optional.empty(),
        AT);
  }

  private static AuditFact fact(AuditAction action, String purpose) {
    return new AuditFact(action, purpose, null, new TreeMap<>(Map.of("a", "b")));
  }

  private static List<AuditEntry> replaced(int index, AuditEntry entry) {
    List<AuditEntry> chain = new ArrayList<>(chain("run-1", key));
    chain.set(index, entry);
    return chain;
  }

  private static List<Finding> verify(List<AuditEntry> entries) {
    return new ChainVerifier(List.of(key.verifyKey())).verify(entries, List.of());
  }

  private static List<Finding.Kind> kinds(List<AuditEntry> entries) {
    return verify(entries).stream().map(Finding::kind).toList();
  }

  private static AuditEntry with(
      AuditEntry e,
      Instant at,
      String actor,
      AuditAction action,
      String purpose,
      @org.jspecify.annotations.Nullable Long version) {
    return new AuditEntry(
        e.runId(),
        e.sequence(),
        at,
        actor,
        action,
        purpose,
        e.table(),
        version,
        e.detail(),
        e.previous(),
        e.hash(),
        e.keyId(),
        e.signature());
  }

  private static AuditEntry withDetail(AuditEntry e, String detail, Fingerprint hash) {
    return new AuditEntry(
        e.runId(),
        e.sequence(),
        e.at(),
        e.actor(),
        e.action(),
        e.purpose(),
        e.table(),
        e.version(),
        detail,
        e.previous(),
        hash,
        e.keyId(),
        e.signature());
  }

  private static AuditEntry withSignature(AuditEntry e, String signature) {
    return new AuditEntry(
        e.runId(),
        e.sequence(),
        e.at(),
        e.actor(),
        e.action(),
        e.purpose(),
        e.table(),
        e.version(),
        e.detail(),
        e.previous(),
        e.hash(),
        e.keyId(),
        signature);
  }

  private static AuditEntry moved(AuditEntry e, long sequence) {
    return new AuditEntry(
        e.runId(),
        sequence,
        e.at(),
        e.actor(),
        e.action(),
        e.purpose(),
        e.table(),
        e.version(),
        e.detail(),
        e.previous(),
        e.hash(),
        e.keyId(),
        e.signature());
  }
}
