package io.falaj.lineage.audit;

import static io.falaj.lineage.audit.BookedLake.JAN;
import static io.falaj.lineage.audit.BookedLake.RAW;
import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.events.Orphans;
import io.falaj.lineage.events.StoredEvents;
import io.falaj.lineage.signing.SigningKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which START an end belongs to. */
class StepRunsTest {

  @TempDir Path folder;
  private TestLake test;
  private SigningKey key;

  @BeforeEach
  void makeLake() {
    test = TestLake.in(folder);
    key = SigningKey.create(folder.resolve("keys"));
  }

  @Test
  void aStepThatTurnsOutToComputeSomethingElseEndsWhatItBegan() {
    Lake lake = test.open();
    BookedLake.recorded(
        lake,
        key,
        () -> {
          try (Step step = lake.begin(BookedLake.request("unread", JAN))) {
            step.settle(BookedLake.request("a", JAN).intervals());
            BookedLake.write(lake, step, RAW, JAN);
            step.commit();
          }
        });
    assertThat(StoredEvents.of(lake)).containsExactly("START ingest", "COMPLETE ingest");
    assertThat(new Orphans(test.open()).find()).isEmpty();
  }

  @Test
  void aStepThatARunBeginsAgainIsAnotherAndMayDieLikeAny() {
    Lake lake = test.open();
    RunRecord.open(lake, key, List.of());
    lake.begin(BookedLake.request("a", JAN)).close();
    lake.begin(BookedLake.request("a", JAN));
    assertThat(StoredEvents.of(lake))
        .containsExactlyInAnyOrder("START ingest", "FAIL ingest", "START ingest");
    assertThat(new Orphans(test.open()).find()).hasSize(1);
  }
}
