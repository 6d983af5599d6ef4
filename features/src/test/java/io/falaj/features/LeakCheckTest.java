package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.falaj.features.pit.Views;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakCheckTest {

  @TempDir private Path folder;

  private LeakCheck.Result check(String boundary, Duration late) {
    Lake lake = TestLake.in(folder.resolve(boundary)).open();
    FeatureCatalog catalog =
        new Definitions()
            .entity(MaterializeTest.ENTITY.formatted(2))
            .view(
                MaterializeTest.VIEW.replace(
                    "event_time: happened",
                    "event_time: happened\nversion: 2\nboundary: " + boundary))
            .view("{feature_view: plus, features: {k: {of: k}, one: {of: facts.n + 1 + no}}}")
            .rightCatalog();
    BuildTrainingSetTest.ingestAndMaterialize(lake);
    new Materialize(lake).execute(Views.view(catalog, "facts"), Facts.ALL);
    TrainingSetSpec spec =
        BuildTrainingSetTest.spec(
            BuildTrainingSetTest.YAML
                .replace("columns: [k, no]", "columns: [no]")
                .replace("facts.n, facts.s, plus.one", "facts.x, facts.n, plus.one, plus.k"),
            catalog);
    TrainingSet set = new BuildTrainingSet(lake).execute(spec).trainingSet();
    return new LeakCheck(lake).execute(set, late);
  }

  @Test
  void aFeatureThatKnowsOfTheLabelsOwnEventMoves() {
    LeakCheck.Result leaking = check("inclusive", Duration.ofSeconds(1));
    assertThat(leaking.labels()).isEqualTo(5);
    assertThat(leaking.late()).isEqualTo(Duration.ofSeconds(1));
    assertThat(leaking.features())
        .extracting(LeakCheck.Moved::column, LeakCheck.Moved::from, LeakCheck.Moved::moved)
        .containsExactly(
            // Of b's only label the value is null, as it is where nothing is known.
            tuple("x", "facts", 4L),
            tuple("n", "facts", 5L),
            tuple("one", "plus", 5L),
            tuple("k", "plus", 0L));
  }

  @Test
  void oneThatOnlyKnowsOfEarlierEventsStays() {
    assertThat(check("exclusive", Duration.ofSeconds(1)).features())
        .extracting(LeakCheck.Moved::moved)
        .containsOnly(0L);
    assertThat(check("exclusive", Duration.ofDays(1)).features())
        .extracting(LeakCheck.Moved::column, LeakCheck.Moved::moved)
        .contains(tuple("x", 2L), tuple("k", 0L));
  }
}
