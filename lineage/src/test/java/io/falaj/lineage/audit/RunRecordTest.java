package io.falaj.lineage.audit;

import static io.falaj.lineage.audit.BookedLake.CLEAN;
import static io.falaj.lineage.audit.BookedLake.FEB;
import static io.falaj.lineage.audit.BookedLake.JAN;
import static io.falaj.lineage.audit.BookedLake.RAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepListener;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import io.falaj.lineage.events.EventListener;
import io.falaj.lineage.events.StoredEvents;
import io.falaj.lineage.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

  @TempDir static Path keys;
  private static SigningKey key;

  @TempDir Path folder;
  private TestLake test;

  @BeforeAll
  static void makeKey() {
    key = SigningKey.create(keys);
  }

  @BeforeEach
  void makeLake() {
    test = TestLake.in(folder);
  }

  @Test
  void aStepIsRecordedFromStartToEnd() {
    Lake lake = test.open();
    Optional<AuditHead> head = recorded(lake, () -> BookedLake.ingest(lake, "a", JAN, FEB));
    assertThat(StoredEvents.of(lake)).containsExactly("START ingest", "COMPLETE ingest");
    assertThat(AuditTable.read(lake))
        .extracting(AuditEntry::action)
        .containsExactly(
            AuditAction.OPEN,
            AuditAction.WRITE,
            AuditAction.WRITE,
            AuditAction.COMMIT,
            AuditAction.CLOSE);
    VerifyAudit.Result result = verify(lake, List.of());
    assertThat(result.findings()).isEmpty();
    assertThat(result.sound()).isTrue();
    assertThat(result.chains()).isEqualTo(1);
    assertThat(result.entries()).isEqualTo(5);
    assertThat(result.heads()).containsExactly(head.orElseThrow());
    assertThat(verify(lake, result.heads()).findings()).isEmpty();
  }

  @Test
  void aRunThatDoesNothingLeavesNothing() {
    assertThat(recorded(test.open(), () -> {})).isEmpty();
    Lake first = test.open();
    recorded(first, () -> BookedLake.ingest(first, "a", JAN));
    int entries = AuditTable.read(first).size();
    Lake again = test.open();
    assertThat(recorded(again, () -> BookedLake.ingest(again, "a", JAN))).isEmpty();
    assertThat(AuditTable.read(again)).hasSize(entries);
    assertThat(StoredEvents.of(again)).hasSize(2);
  }

  @Test
  void aFailureIsRecordedWithItsCause() {
    Lake lake = test.open();
    recorded(
        lake,
        () -> {
          assertThatThrownBy(
                  () -> {
                    try (Step step = lake.begin(BookedLake.request("a", JAN))) {
                      BookedLake.write(lake, step, RAW, JAN);
                      IllegalStateException cause = new IllegalStateException("the well is dry");
                      step.failed(cause);
                      throw cause;
                    }
                  })
              .hasMessage("the well is dry");
        });
    assertThat(StoredEvents.of(lake)).containsExactly("START ingest", "FAIL ingest");
    assertThat(StoredEvents.json(lake).get(1))
        .contains("\"message\":\"the well is dry\"", "/raw/numbers");
    AuditEntry failure =
        AuditTable.read(lake).stream()
            .filter(entry -> entry.action() == AuditAction.FAIL)
            .findFirst()
            .orElseThrow();
    assertThat(failure.detail()).contains("\"problem\":\"the well is dry\"");
    assertThat(verify(lake, List.of()).findings()).isEmpty();
  }

  @Test
  void appendsOutsideStepsAreEntered() {
    Lake lake = test.open();
    TableName registry = TableName.parse("models.registry");
    recorded(
        lake,
        () -> {
          lake.appendBookkeeping(
              TableSpec.of(registry, StructType.fromDDL("model string")),
              List.of(RowFactory.create("delays")));
        });
    assertThat(AuditTable.read(lake))
        .filteredOn(entry -> registry.toString().equals(entry.table()))
        .extracting(AuditEntry::action)
        .containsExactly(AuditAction.WRITE);
    assertThat(verify(lake, List.of()).findings()).isEmpty();
  }

  @Test
  void smallFilesPutTogetherAreEnteredAsWhatTheyAre() {
    Lake lake = test.open();
    TableName registry = TableName.parse("models.registry");
    recorded(lake, () -> appendOften(lake, registry));
    assertThat(AuditTable.read(lake))
        .filteredOn(entry -> registry.toString().equals(entry.table()))
        .hasSize(17)
        .last()
        .extracting(AuditEntry::detail)
        .isEqualTo("{\"operation\":\"compact\",\"rows\":0}");
    assertThat(verify(lake, List.of()).findings()).isEmpty();
  }

  /** What a commit says of itself is no record: anybody may call anything a compaction. */
  @Test
  void smallFilesPutTogetherWithoutARecordAreFound() {
    Lake lake = test.open();
    appendOften(lake, TableName.parse("models.registry"));
    assertThat(verify(lake, List.of()).findings())
        .hasSize(17)
        .allMatch(finding -> finding.kind() == Finding.Kind.COMMIT_WITHOUT_ENTRY)
        .last()
        .asString()
        .contains("models.registry version 17", "OPTIMIZE", "run " + lake.run().runId());
  }

  private static void appendOften(Lake lake, TableName table) {
    for (int i = 0; i < 16; i++) {
      lake.appendBookkeeping(
          TableSpec.of(table, StructType.fromDDL("model string")),
          List.of(RowFactory.create("delays")));
    }
  }

  @Test
  void theNextRunEndsAStepThatDiedBetweenItsWrites() {
    Lake dying = test.open();
    RunRecord.open(dying, key, List.of());
    Step step = dying.begin(BookedLake.request("a", JAN));
    BookedLake.write(dying, step, RAW, JAN);
    assertThat(verify(dying, List.of()).findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.COMMIT_WITHOUT_ENTRY);

    test.clock().advance(Duration.ofMinutes(1));
    Lake next = test.open();
    recorded(
        next,
        () -> {
          assertThat(StoredEvents.of(next)).containsExactly("START ingest");
          BookedLake.ingest(next, "a", JAN);
        });
    assertThat(StoredEvents.of(next))
        .containsExactlyInAnyOrder(
            "START ingest", "START ingest", "FAIL ingest", "COMPLETE ingest");
    assertThat(StoredEvents.json(next))
        .anyMatch(
            json -> json.contains("The step ended without a word, and run " + next.run().runId()));
    VerifyAudit.Result result = verify(next, List.of());
    assertThat(result.findings()).isEmpty();
  }

  @Test
  void theNextRunCompletesTheBooksOfAStepThatDiedAfterItsCommit() {
    Lake dying = test.open();
    EventListener events = new EventListener(dying, List.of());
    dying.listen(
        new StepListener() {
          @Override
          public void started(io.falaj.lineage.StepStarted step) {
            events.started(step);
          }

          @Override
          public void completed(io.falaj.lineage.StepCompleted step) {
            // Dead before it could tell.
          }

          @Override
          public void failed(io.falaj.lineage.StepFailed step) {
            // Likewise.
          }
        });
    BookedLake.ingest(dying, "a", JAN, FEB);
    assertThat(verify(dying, List.of()).findings())
        .extracting(Finding::toString)
        .hasSize(4)
        .anyMatch(text -> text.startsWith("raw.numbers version 0: the table has this commit"))
        .anyMatch(text -> text.startsWith("ingest of numbers, 2013-01-01/2013-02-01: lineage"));

    Lake next = test.open();
    recorded(
        next,
        () -> {
          BookedLake.ingest(next, "a", JAN, FEB);
        });
    assertThat(StoredEvents.of(next)).containsExactly("START ingest", "COMPLETE ingest");
    assertThat(StoredEvents.json(next).get(1)).contains("/clean/numbers");
    assertThat(AuditTable.read(next))
        .extracting(AuditEntry::action)
        .containsExactly(
            AuditAction.OPEN,
            AuditAction.ADOPT,
            AuditAction.ADOPT,
            AuditAction.ADOPT,
            AuditAction.CLOSE);
    assertThat(verify(next, List.of()).findings()).isEmpty();
  }

  @Test
  void aStartWithoutAnEndIsGivenUpAfterTwoDays() {
    Lake dying = test.open();
    RunRecord.open(dying, key, List.of());
    Step step = dying.begin(BookedLake.request("a", JAN));
    assertThat(step.upToDate()).isFalse();
    test.clock().advance(Duration.ofDays(1));
    RunRecord.open(test.open(), key, List.of()).close();
    assertThat(StoredEvents.of(dying)).containsExactly("START ingest");
    test.clock().advance(Duration.ofDays(2));
    RunRecord.open(test.open(), key, List.of()).close();
    assertThat(StoredEvents.of(dying)).containsExactly("START ingest", "FAIL ingest");
    assertThat(StoredEvents.json(dying).get(1)).contains("The run ended without a word");
  }

  @Test
  void aDeadRunsChainIsSealedByTheNextOnesClosing() {
    Lake dying = test.open();
    RunRecord.open(dying, key, List.of());
    BookedLake.ingest(dying, "a", JAN);
    assertThat(verify(dying, List.of()).findings())
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.UNSEALED);
    Lake next = test.open();
    recorded(
        next,
        () -> {
          BookedLake.ingest(next, "b", JAN);
        });
    assertThat(verify(next, List.of()).findings()).isEmpty();
  }

  @Test
  void aWritePastTheDoorIsFound() {
    Lake lake = booked();
    TestSpark.session()
        .range(3)
        .selectExpr("id", "'x' as _interval", "DATE'2013-01-01' as _interval_month")
        .write()
        .format("delta")
        .mode("append")
        .save(test.root().resolve("clean/numbers").toString());
    assertThat(verify(lake, List.of()).findings())
        .singleElement()
        .asString()
        .startsWith("clean.numbers version 1: the table has this commit (WRITE at ")
        .contains("of unknown origin), but the audit log has no entry for it");
  }

  @Test
  void aCommitThatVanishedIsFound() throws IOException {
    Lake lake = booked();
    recorded(lake, () -> BookedLake.ingest(lake, "b", JAN));
    assertThat(lake.history(CLEAN)).hasSize(2);
    Path log = test.root().resolve("clean/numbers/_delta_log");
    Files.delete(log.resolve("00000000000000000001.json"));
    Files.deleteIfExists(log.resolve(".00000000000000000001.json.crc"));
    Files.deleteIfExists(log.resolve("00000000000000000001.crc"));
    assertThat(lake.history(CLEAN)).hasSize(1);
    assertThat(vanished()).containsExactly("clean.numbers version 1");
  }

  @Test
  void aTableThatVanishedIsFound() {
    booked();
    assertThat(FileUtil.fullyDelete(test.root().resolve("clean/numbers").toFile())).isTrue();
    assertThat(vanished()).containsExactly("clean.numbers version 0");
  }

  private List<String> vanished() {
    return verify(test.open(), List.of()).findings().stream()
        .map(Finding::toString)
        .filter(text -> text.contains(": the audit log says that it was"))
        .map(text -> text.substring(0, text.indexOf(':')))
        .toList();
  }

  @Test
  void anEntryTakenFromTheTableIsFound() {
    Lake lake = booked();
    String audit = test.root().resolve("lineage/audit").toString();
    io.delta.tables.DeltaTable.forPath(TestSpark.session(), audit).delete("sequence = 2");
    VerifyAudit.Result result = verify(lake, List.of());
    assertThat(result.sound()).isFalse();
    assertThat(result.findings())
        .extracting(Finding::toString)
        .anyMatch(
            text -> text.endsWith("entry 2: the entry is missing: the chain goes on with entry 3."))
        .anyMatch(text -> text.startsWith("clean.numbers version 0: the table has this commit"));
  }

  @Test
  void anEntryChangedInTheTableIsFound() {
    Lake lake = booked();
    String audit = test.root().resolve("lineage/audit").toString();
    io.delta.tables.DeltaTable.forPath(TestSpark.session(), audit)
        .updateExpr("sequence = 1", java.util.Map.of("actor", "'mallory'"));
    assertThat(verify(lake, List.of()).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.kind()).isEqualTo(Finding.Kind.CHANGED_ENTRY))
        .asString()
        .contains("entry 1");
  }

  /** The head of the chain that the work leaves. */
  private static Optional<AuditHead> recorded(Lake lake, Runnable work) {
    return BookedLake.recorded(lake, key, work);
  }

  private Lake booked() {
    Lake lake = test.open();
    recorded(
        lake,
        () -> {
          BookedLake.ingest(lake, "a", JAN);
        });
    return lake;
  }

  private static VerifyAudit.Result verify(Lake lake, List<AuditHead> seen) {
    return BookedLake.verify(lake, key, seen);
  }
}
