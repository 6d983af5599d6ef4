package io.falaj.lineage.audit;

import static io.falaj.lineage.audit.BookedLake.CLEAN;
import static io.falaj.lineage.audit.BookedLake.JAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Json;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StepListener;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.events.StoredEvents;
import io.falaj.lineage.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of a page that is drawn. */
class PageRecordTest {

  @TempDir Path folder;
  private SigningKey key;
  private TestLake test;

  @BeforeEach
  void makeLake() {
    key = SigningKey.create(folder.resolve("keys"));
    test = TestLake.in(folder);
  }

  @Test
  void aPageIsRecordedWithWhatItWasDrawnFromOnceItChanges() {
    Lake lake = test.open();
    BookedLake.recorded(
        lake,
        key,
        () -> {
          BookedLake.ingest(lake, "a", JAN);
          draw(lake, "one");
          draw(lake, "one");
        });
    assertThat(StoredEvents.of(lake))
        .containsExactlyInAnyOrder(
            "START ingest", "COMPLETE ingest", "START report", "COMPLETE report");
    JsonNode event =
        StoredEvents.json(lake).stream()
            .map(json -> Json.read(json, JsonNode.class))
            .filter(json -> json.at("/job/name").asText().endsWith(".report.numbers"))
            .filter(json -> json.path("eventType").asText().equals("COMPLETE"))
            .findFirst()
            .orElseThrow();
    assertThat(event.at("/inputs/0/name").asText()).endsWith("/clean/numbers");
    assertThat(event.at("/inputs/0/facets/version/datasetVersion").asText()).isEqualTo("0");
    assertThat(event.at("/outputs/0/name").asText()).endsWith("/_falaj/pages/report-n.html");
    assertThat(event.at("/outputs/0/facets/version/datasetVersion").asText())
        .isEqualTo(Fingerprint.of("one").hex());
    assertThat(AuditTable.read(lake))
        .filteredOn(entry -> entry.purpose().startsWith("report of numbers"))
        .extracting(entry -> entry.action() + " " + entry.table())
        .containsExactly("READ clean.numbers", "WRITE null", "COMMIT null");
    assertThat(AuditTable.read(lake))
        .anyMatch(entry -> entry.detail().contains("\"page\":\"_falaj/pages/report-n.html\""));
    assertThat(BookedLake.verify(lake, key, List.of()).findings()).isEmpty();
  }

  private static void draw(Lake lake, String html) {
    assertThat(lake.read(CLEAN).count()).isEqualTo(3);
    lake.pages()
        .publish("report", "numbers", "report-n.html", html.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thePageOfARunThatDiedIsDrawnByTheNext() {
    Lake dying = test.open();
    RunRecord.open(dying, key, List.of());
    dying.listen(
        new StepListener() {
          @Override
          public void started(io.falaj.lineage.StepStarted step) {
            throw new IllegalStateException("dead");
          }

          @Override
          public void completed(io.falaj.lineage.StepCompleted step) {}

          @Override
          public void failed(io.falaj.lineage.StepFailed step) {}
        });
    assertThatThrownBy(() -> dying.pages().publish("report", "n", "n.html", new byte[1]))
        .hasMessage("dead");
    Lake next = test.open();
    BookedLake.recorded(
        next, key, () -> next.pages().publish("report", "n", "n.html", new byte[1]));

    assertThat(StoredEvents.of(next))
        .containsExactlyInAnyOrder(
            "START report", "START report", "FAIL report", "COMPLETE report");
    assertThat(BookedLake.verify(next, key, List.of()).findings()).isEmpty();
  }
}
