package io.falaj.features;

import static io.falaj.features.Facts.ALL;
import static io.falaj.features.Facts.DECEMBER_1;
import static io.falaj.features.Facts.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.pit.Views;
import io.falaj.lineage.DataFile;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TestLake;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RebuildTrainingSetTest {

  private static final TableName REBUILT = RebuildTrainingSet.table("late");

  @TempDir private Path folder;
  private TestLake test;
  private TrainingSet set;

  @BeforeEach
  void build() {
    test = TestLake.in(folder);
    Lake lake = test.open();
    BuildTrainingSetTest.ingestAndMaterialize(lake);
    set = new BuildTrainingSet(lake).execute(spec()).trainingSet();
  }

  private static TrainingSetSpec spec() {
    return BuildTrainingSetTest.spec(BuildTrainingSetTest.YAML);
  }

  private RebuildTrainingSet.Result rebuild() {
    return new RebuildTrainingSet(test.open()).execute(set);
  }

  private void refused(String message) {
    assertThatThrownBy(this::rebuild)
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(message);
    assertThat(test.open().exists(REBUILT)).as("nothing is kept").isFalse();
  }

  /** The source goes on, and so does the training set. */
  private void goOn() {
    Lake lake = test.open();
    Facts.ingest(lake, DECEMBER_1, fact("a", "2013-12-01T00:00:00Z", 1, 5.0));
    new Materialize(lake).execute(Views.view(BuildTrainingSetTest.CATALOG, "facts"), ALL);
    TrainingSet later = new BuildTrainingSet(lake).execute(spec()).trainingSet();
    assertThat(later.checksum()).isNotEqualTo(set.checksum());
  }

  @Test
  void itIsTheSameHoweverTheLakeWentOn() {
    goOn();
    RebuildTrainingSet.Result result = rebuild();
    assertThat(result.trainingSet()).isEqualTo(set);
    assertThat(result.table().table()).hasToString("training.late_rebuilt");
    Lake lake = test.open();
    assertThat(lake.readAt(result.table()).collectAsList())
        .hasSize(5)
        .containsExactlyInAnyOrderElementsOf(lake.readAt(set.table()).collectAsList());
    assertThat(new TrainingSets(lake).newest("late").checksum()).isNotEqualTo(set.checksum());
    assertThat(rebuild().table().version())
        .as("it is made anew each time")
        .isGreaterThan(result.table().version());
  }

  @Test
  void aManifestOfAnEarlierReleaseKeepsItsIdentity() {
    String earlier =
        set.json().replace("\"semantics\":1,", "").replaceFirst("\"definitions\":\"[^\"]*\",", "");
    assertThat(earlier).doesNotContain("semantics", "definitions");
    TrainingSet read = TrainingSet.parse(earlier);
    assertThat(read.json()).isEqualTo(earlier);
    assertThat(read.fingerprint()).isEqualTo(Fingerprint.of(earlier));
  }

  @Test
  void itNeedsNoneOfTodaysDefinitions() {
    TrainingSetSpec recorded = new TrainingSets(test.open()).definitions(set);
    assertThat(recorded.fingerprint()).isEqualTo(set.definition());
    assertThat(recorded.features().joins()).isEqualTo(spec().features().joins());
  }

  @Test
  void anIdentityMayBeShortAndNamesOne() {
    TrainingSets sets = new TrainingSets(test.open());
    assertThat(sets.named(set.fingerprint().hex())).isEqualTo(set);
    assertThat(sets.named(set.fingerprint().hex().substring(0, 8))).isEqualTo(set);
    assertThatThrownBy(() -> sets.named("00000000"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The lake has no training set whose manifest is 00000000. ./falaj sql 'select name,"
                + " manifest from lake.training.manifests' lists them.");
    for (String wrong : new String[] {"1234567", "late", "' or 1 = 1", "ABCDEF12"}) {
      assertThatThrownBy(() -> sets.named(wrong))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessage(
              "'%s' is no identity of a training set: give its manifest's fingerprint, or its first"
                  + " 8 digits at least.",
              wrong);
    }
  }

  private Path firstFile(TableVersion version) {
    DataFile file = test.open().files(version).get(0);
    return Path.of(URI.create(file.path()).getPath());
  }

  @Test
  void anInputThatWasVacuumedIsNamed() throws IOException {
    TableVersion labels = set.inputs().get(0);
    int files = test.open().files(labels).size();
    Path gone = firstFile(labels);
    Files.delete(gone);
    refused(
        "%s can no longer be read: 1 of its %d files are gone, %s the first of them. They were"
                .formatted(labels, files, test.root().resolve("clean/facts").relativize(gone))
            + " vacuumed, or deleted by hand: restore them from a copy.");
  }

  @Test
  void anInputThatWasWrittenOverIsNamed() throws IOException {
    TableVersion events = set.inputs().get(1);
    Path changed = firstFile(events);
    Files.write(changed, new byte[] {1, 2, 3});
    assertThatThrownBy(this::rebuild)
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith(events + " is no longer what it was: 1 of its ")
        .hasMessageContaining(changed.getFileName().toString())
        .hasMessageEndingWith("Something else wrote to them: restore them from a copy.");
  }

  @Test
  void whereSomethingElseComesOutNothingIsKept() {
    TrainingSet other = with(set.definition(), set.definitions(), "0".repeat(32));
    assertThatThrownBy(() -> new RebuildTrainingSet(test.open()).execute(other))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Training set 'late' does not come out as it was: its manifest %s tells of 5 rows with"
                + " checksum %s, and these are 5 with checksum %s. One of its inputs was altered:"
                + " %s, %s. Restore that from a copy.",
            other.fingerprint().brief(),
            "0".repeat(32),
            set.checksum(),
            set.inputs().get(0),
            set.inputs().get(1));
    assertThat(test.open().exists(REBUILT)).isFalse();
  }

  @Test
  void whatAnotherReleaseMadeIsForThatRelease() {
    set = with(set.definition(), null, set.checksum());
    refused(
        "The manifest %s of training set 'late' does not say what it was defined by: an earlier"
                .formatted(set.fingerprint().brief())
            + " release made it, which recorded less.");
    build();
    set = with(Fingerprint.of("other"), set.definitions(), set.checksum());
    refused(
        "Training set 'late' with manifest %s was computed in another way than this release does."
                .formatted(set.fingerprint().brief())
            + " Rebuild it with the release that made it.");
  }

  private TrainingSet with(
      Fingerprint definition,
      @org.jspecify.annotations.Nullable String definitions,
      String checksum) {
    return new TrainingSet(
        set.name(),
        set.table(),
        set.stepKey(),
        set.semantics(),
        definition,
        definitions,
        set.features(),
        set.inputs(),
        new TreeMap<>(set.views()),
        set.identityColumns(),
        set.time(),
        set.featureColumns(),
        new TreeMap<>(set.splits()),
        set.seed(),
        set.rows(),
        checksum);
  }
}
