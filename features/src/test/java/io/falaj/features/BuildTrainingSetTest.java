package io.falaj.features;

import static io.falaj.features.Facts.ALL;
import static io.falaj.features.Facts.DECEMBER_1;
import static io.falaj.features.Facts.NOVEMBER_29;
import static io.falaj.features.Facts.NOVEMBER_30;
import static io.falaj.features.Facts.fact;
import static io.falaj.features.Facts.ingest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.BuildTrainingSet.Outcome;
import io.falaj.features.pit.Views;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels with features as known, as a table, and a manifest of what it was made from. */
class BuildTrainingSetTest {

  static final String YAML =
      """
      labels:
        source: clean.facts
        event_time: happened
        columns: [k, no]
        label: x > 1
        where: k <> 'z'
      features: [facts.n, facts.s, plus.one]
      splits:
        fit: 2013-11-29/2013-11-30
        validation: 2013-11-30/2013-11-30T18:00:00Z
        gate: 2013-12-01/2013-12-02
      """;

  static final FeatureCatalog CATALOG =
      new Definitions()
          .entity(MaterializeTest.ENTITY.formatted(2))
          .view(
              MaterializeTest.VIEW.replace(
                  "event_time: happened", "event_time: happened\nboundary: exclusive"))
          .view("{feature_view: plus, features: {one: {of: facts.n + 1 + no}}}")
          .rightCatalog();

  @TempDir private Path folder;

  static TrainingSetSpec spec(String yaml) {
    return spec(yaml, CATALOG);
  }

  static TrainingSetSpec spec(String yaml, FeatureCatalog catalog) {
    Problems problems = new Problems();
    TrainingSetSpec spec =
        ConfigFile.parse(yaml, "model.yaml", TrainingSetYaml.class, problems)
            .flatMap(file -> TrainingSetSpec.parse("late", file, catalog, Map.of(), problems))
            .orElse(null);
    problems.throwIfAny();
    return java.util.Objects.requireNonNull(spec);
  }

  static void ingestAndMaterialize(Lake lake) {
    ingest(
        lake,
        Map.of(
            NOVEMBER_29,
            List.of(
                fact("a", "2013-11-29T00:00:00Z", 1, 1.0),
                fact("a", "2013-11-29T10:00:00Z", 2, 2.0),
                fact("b", "2013-11-29T23:59:59.999999Z", 1, null)),
            NOVEMBER_30,
            List.of(
                fact("a", "2013-11-30T17:59:59.999999Z", 1, 3.0),
                fact("a", "2013-11-30T18:00:00Z", 1, 9.0),
                fact("z", "2013-11-30T11:00:00Z", 1, 0.2)),
            DECEMBER_1,
            List.of(fact("a", "2013-12-01T00:00:00Z", 1, 0.5))));
    new Materialize(lake).execute(Views.view(CATALOG, "facts"), ALL);
  }

  private static List<String> rows(Lake lake, TableVersion table) {
    return lake
        .readAt(table)
        .selectExpr(
            "concat_ws(' ', k, no, date_format(happened, 'dd HH:mm'), coalesce(string(label), 'null'),"
                + " split, n, coalesce(string(s), 'null'), one, _interval_month)")
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .sorted()
        .toList();
  }

  @Test
  void everyLabelOfASplitIsThereOnceWithWhatWasKnown() {
    Lake lake = TestLake.in(folder).open();
    ingestAndMaterialize(lake);

    BuildTrainingSet.Result result = new BuildTrainingSet(lake).execute(spec(YAML));

    assertThat(result.outcome()).isEqualTo(Outcome.BUILT);
    assertThat(rows(lake, result.trainingSet().table()))
        .containsExactly(
            "a 1 01 00:00 0.0 gate 4 15.0 6 2013-12-01",
            "a 1 29 00:00 0.0 fit 0 null 2 2013-11-01",
            "a 1 30 17:59 1.0 validation 2 3.0 4 2013-11-01",
            "a 2 29 10:00 1.0 fit 1 1.0 4 2013-11-01",
            "b 1 29 23:59 null fit 0 null 2 2013-11-01");
    theManifestSaysWhatItHoldsAndWhatFrom(lake, result.trainingSet());
  }

  private static void theManifestSaysWhatItHoldsAndWhatFrom(Lake lake, TrainingSet set) {
    FeatureView view = Views.view(CATALOG, "facts");
    assertThat(set.rows()).isEqualTo(5);
    assertThat(set.inputs()).containsExactly(lake.pin(Facts.TABLE), lake.pin(view.eventsTable()));
    assertThat(set.views()).isEqualTo(Map.of("facts_v1", view.fingerprint()));
    assertThat(set.identityColumns()).containsExactly("k", "no");
    assertThat(set.time()).isEqualTo("happened");
    assertThat(set.featureColumns()).containsExactly("n", "s", "one");
    assertThat(set.seed()).isEqualTo(42);
    assertThat(set.split(Split.GATE)).isEqualTo(DECEMBER_1);
    assertThat(set.features()).isEqualTo(spec(YAML).features().fingerprint());
    assertThat(TrainingSet.parse(set.json())).isEqualTo(set);
    assertThat(new TrainingSets(lake).newest("late")).isEqualTo(set);
  }

  @Test
  void twoLakesWithTheSameHistoryHaveTheSameManifest() {
    TestLake first = TestLake.in(folder.resolve("first"));
    TestLake second = TestLake.in(folder.resolve("second"));
    second.clock().advance(java.time.Duration.ofDays(100));
    ingestAndMaterialize(first.open());
    ingestAndMaterialize(second.open());
    TrainingSet one = new BuildTrainingSet(first.open()).execute(spec(YAML)).trainingSet();
    TrainingSet two = new BuildTrainingSet(second.open()).execute(spec(YAML)).trainingSet();
    assertThat(two.json()).isEqualTo(one.json());
    assertThat(two.fingerprint()).isEqualTo(one.fingerprint());
  }

  @Test
  void itIsMadeAgainOnlyWhenSomethingItSeesHasChanged() {
    Lake lake = TestLake.in(folder).open();
    ingestAndMaterialize(lake);
    BuildTrainingSet build = new BuildTrainingSet(lake);
    TrainingSet first = build.execute(spec(YAML)).trainingSet();

    assertThat(build.execute(spec(YAML)))
        .isEqualTo(new BuildTrainingSet.Result(first, Outcome.UP_TO_DATE));
    BuildTrainingSet.Result seeded = build.execute(spec(YAML + "seed: 7\n"));
    assertThat(seeded.outcome()).isEqualTo(Outcome.BUILT);
    assertThat(seeded.trainingSet().seed()).isEqualTo(7);
    assertThat(seeded.trainingSet().checksum()).isEqualTo(first.checksum());
    assertThat(seeded.trainingSet().fingerprint()).isNotEqualTo(first.fingerprint());
    DataInterval after = DataInterval.parse("2013-12-05/2013-12-06");
    ingest(lake, after, fact("a", "2013-12-05T00:00:00Z", 1, 0.5));
    new Materialize(lake).execute(Views.view(CATALOG, "facts"), ALL);
    assertThat(build.execute(spec(YAML + "seed: 7\n")).outcome()).isEqualTo(Outcome.UP_TO_DATE);
    ingest(lake, DECEMBER_1, fact("a", "2013-12-01T00:00:00Z", 1, 5.0));
    TrainingSet changed = build.execute(spec(YAML + "seed: 7\n")).trainingSet();
    assertThat(changed.checksum()).isNotEqualTo(first.checksum());
    assertThat(rows(lake, first.table())).contains("a 1 01 00:00 0.0 gate 4 15.0 6 2013-12-01");
    assertThat(rows(lake, changed.table())).contains("a 1 01 00:00 1.0 gate 4 15.0 6 2013-12-01");
  }

  @Test
  void withoutLabelsInItsSplitsItIsRefused() {
    Lake lake = TestLake.in(folder).open();
    ingestAndMaterialize(lake);
    String elsewhere =
        YAML.replace("2013-11-29/2013-11-30", "2013-10-01/2013-10-02")
            .replace("2013-11-30/2013-11-30T18:00:00Z", "2013-10-02/2013-10-03")
            .replace("2013-12-01/2013-12-02", "2013-10-03/2013-10-04");
    assertThatThrownBy(() -> new BuildTrainingSet(lake).execute(spec(elsewhere)))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Training set 'late' would be empty: table clean.facts has no labels in"
                + " 2013-10-01/2013-10-04. Ingest that interval first, or move the splits.");
    assertThatThrownBy(() -> new TrainingSets(lake).newest("late"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The lake has no training set 'late'. Run the step training-set first, or mend the"
                + " name.");
    assertThat(new BuildTrainingSet(lake).execute(spec(YAML)).outcome()).isEqualTo(Outcome.BUILT);
  }
}
