package io.falaj.scoring;

import static io.falaj.scoring.SmallPipeline.ALL;
import static io.falaj.scoring.SmallPipeline.A_MONTH;
import static io.falaj.scoring.SmallPipeline.FEBRUARY;
import static io.falaj.scoring.SmallPipeline.JANUARY;
import static io.falaj.scoring.SmallPipeline.MARCH;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalContent;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.SketchDrift;
import io.falaj.scoring.report.MonthDrift;
import io.falaj.scoring.report.MonthPerformance;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreTest {

  @TempDir private Path folder;
  private Lake lake;
  private SmallPipeline pipeline;

  @BeforeEach
  void open() {
    lake = TestLake.in(folder).open();
    pipeline = new SmallPipeline(lake);
    pipeline.ingest(1, JANUARY, FEBRUARY, MARCH);
    pipeline.materialize();
  }

  private Score.Result score(ScoringModel model, DataInterval interval) {
    return new Score(lake).execute(new Score.Request(pipeline.definition(), model, interval));
  }

  private Monitor.Result monitor(ScoringModel... versions) {
    return new Monitor(lake)
        .execute(
            new Monitor.Request(
                pipeline.definition(),
                "late",
                version ->
                    Arrays.stream(versions)
                        .filter(model -> model.version() == version)
                        .findFirst()
                        .orElseThrow(),
                ALL));
  }

  private SortedMap<DataInterval, IntervalContent> contents() {
    SortedMap<DataInterval, IntervalContent> contents = new TreeMap<>();
    for (Commit commit : lake.commits("score", "late")) {
      contents.put(commit.interval(), commit.tables().get(0).content());
    }
    return contents;
  }

  @Test
  void everyRowAfterTheTrainingSetIsScoredOnceWithItsFeatures() {
    ScoringModel model = pipeline.model(3, 1.5f);
    Score.Result result = score(model, ALL);

    assertThat(result.model()).isEqualTo("late:3");
    assertThat(result.scored()).containsExactly(FEBRUARY, MARCH);
    assertThat(result.learned()).containsExactly(JANUARY);
    assertThat(result.rows()).isEqualTo(2 * A_MONTH);
    List<Row> rows = lake.read(model.predictions()).collectAsList();
    assertThat(rows).hasSize(2 * A_MONTH);
    assertThat(rows).extracting(row -> row.<String>getAs("flight_id")).doesNotHaveDuplicates();
    for (Row row : rows) {
      assertThat(row.<Double>getAs("probability")).isCloseTo(expected(row), within(1e-5));
      assertThat(row.<Boolean>getAs("label_predicted"))
          .isEqualTo(row.<Double>getAs("probability") >= 0.4);
      assertThat(row.<Long>getAs("model_version")).isEqualTo(3);
      assertThat(row.<String>getAs("feature_fingerprint"))
          .isEqualTo(pipeline.definition().features().fingerprint().hex());
      assertThat(row.<String>getAs("_interval"))
          .isEqualTo(
              row.<String>getAs("flight_id").startsWith("2013-02")
                  ? FEBRUARY.toString()
                  : MARCH.toString());
    }
    assertThat(rows.get(0).schema().fieldNames())
        .contains("delayed_share_7d", "flights_7d", "hour", "airline")
        .doesNotContain("label");
  }

  /** The model by hand, from the features that stand beside the score. */
  private static double expected(Row row) {
    Double share = row.getAs("delayed_share_7d");
    double z =
        1.5 * ((share == null ? 0.3 : share) - 0.3) / 0.2
            + 0.1 * (row.<Number>getAs("hour").doubleValue() - 12) / 7
            + (row.<String>getAs("airline").equals("B6") ? 1.2 : 0)
            - 1;
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void aSecondRunDoesNothing() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, ALL);
    SortedMap<DataInterval, IntervalContent> before = contents();
    Score.Result again = score(model, ALL);

    assertThat(again.scored()).isEmpty();
    assertThat(again.upToDate()).containsExactly(FEBRUARY, MARCH);
    assertThat(again.rows()).isZero();
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void monthByMonthGivesWhatOneRunGives() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, MARCH);
    score(model, FEBRUARY);
    SortedMap<DataInterval, IntervalContent> single = contents();
    score(pipeline.model(2, 0.5f), ALL);
    assertThat(contents()).isNotEqualTo(single);
    score(model, ALL);

    assertThat(contents()).isEqualTo(single);
  }

  @Test
  void aModelOfOtherFeaturesIsRefused() {
    ScoringModel model = pipeline.model(1, 1.5f);

    assertThatThrownBy(
            () ->
                new Score(lake)
                    .execute(new Score.Request(pipeline.otherFeatures(), model, FEBRUARY)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageMatching(
            "Model late:1 was trained on features with fingerprint [0-9a-f]{12}, and the features"
                + " configured now have [0-9a-f]{12}: its scores would mean nothing\\..*");
    assertThat(lake.exists(model.predictions())).isFalse();
  }

  @Test
  void nothingToScoreIsSaid() {
    ScoringModel model = pipeline.model(1, 1.5f);

    assertThatThrownBy(() -> score(model, DataInterval.parse("2014-01-01/2014-02-01")))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Table clean.flights has no committed rows in 2014-01-01/2014-02-01: there is nothing"
                + " to score. Ingest them first.");
    assertThatThrownBy(() -> score(model, JANUARY))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "The model has learned from all of 2013-01-01/2013-02-01: scores there would flatter"
                + " it. Ask for an interval after 2013-01-01/2013-02-01.");
  }

  @Test
  void whatTheModelLearnedFromIsLeftOutThoughTheDefinitionMovedOn() {
    ScoringModel model = pipeline.model(1, 1.5f);
    Score.Result result =
        new Score(lake).execute(new Score.Request(pipeline.laterSplits(), model, ALL));

    assertThat(result.learned()).containsExactly(JANUARY);
    assertThat(result.scored()).containsExactly(FEBRUARY, MARCH);
  }

  @Test
  void profilesAreTakenWhileScoring() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, ALL);
    Map<String, ProfileState> february =
        ProfileTable.read(lake.read(ProfileTable.NAME), model.predictions(), List.of())
            .of(FEBRUARY.toString());

    assertThat(february).containsKeys("probability", "hour", "airline");
    assertThat(requireNonNull(february.get("probability")).counts().rows()).isEqualTo(A_MONTH);
  }

  @Test
  void monitoringFindsDriftAndPerformanceOnce() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, ALL);
    Monitor.Result result = monitor(model);

    assertThat(result.monitored()).containsExactly(FEBRUARY, MARCH);
    assertThat(requireNonNull(result.drift().get(FEBRUARY)).columns())
        .extracting(ColumnDrift::column)
        .containsExactlyInAnyOrder(
            "delayed_share_7d", "flights_7d", "hour", "airline", "probability");
    assertThat(requireNonNull(result.drift().get(MARCH)).columns())
        .filteredOn(column -> column.column().equals("airline"))
        .allSatisfy(c -> assertThat(c.outcome()).isEqualTo(ColumnDrift.Outcome.STABLE));
    Evaluation february = requireNonNull(result.performance().get(FEBRUARY));
    assertThat(february.rows()).isEqualTo(A_MONTH * 9 / 10);
    assertThat(february.rocAuc()).isBetween(0.5, 0.8);

    Monitor.Result again = monitor(model);
    assertThat(again.monitored()).isEmpty();
    assertThat(again.upToDate()).containsExactly(FEBRUARY, MARCH);
  }

  @Test
  void whatMonitoringFoundIsReadBackWhole() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, ALL);
    Monitor.Result result = monitor(model);
    MonitoringRecords records = new MonitoringRecords(lake, "late", ALL);

    List<MonthPerformance> months = records.months();
    assertThat(months).extracting(MonthPerformance::month).containsExactly("2013-02", "2013-03");
    assertThat(months.get(0).rows()).isEqualTo(A_MONTH);
    assertThat(months.get(0).rocAuc())
        .isEqualTo(requireNonNull(result.performance().get(FEBRUARY)).rocAuc());
    List<MonthDrift> drift = records.drift();
    assertThat(drift).hasSize(2);
    assertThat(drift.get(0).prediction()).isPresent();
    List<ColumnDrift> all = new ArrayList<>(drift.get(0).features().columns());
    all.add(drift.get(0).prediction().orElseThrow());
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            requireNonNull(result.drift().get(FEBRUARY)).columns());
  }

  @Test
  void labelsThatArriveLaterAreMonitoredAnew() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, ALL);
    monitor(model);
    pipeline.ingest(2, MARCH);
    Monitor.Result again = monitor(model);

    assertThat(again.monitored()).containsExactly(MARCH);
    assertThat(new MonitoringRecords(lake, "late", ALL).months()).hasSize(2);
  }

  @Test
  void aMonthIsMonitoredAsWhatTheVersionThatScoredItMade() {
    ScoringModel first = pipeline.model(1, 1.5f);
    score(first, ALL);
    pipeline.ingest(2, JANUARY);
    pipeline.materialize();
    ScoringModel second = pipeline.model(2, -1.5f);
    score(second, MARCH);
    Monitor.Result result = monitor(first, second);

    assertThat(second.trainingSet()).isNotEqualTo(first.trainingSet());
    assertThat(result.models())
        .isEqualTo(new TreeMap<>(Map.of(FEBRUARY, "late:1", MARCH, "late:2")));
    assertThat(result.monitored()).containsExactly(FEBRUARY, MARCH);
    assertHeldAgainst(first, FEBRUARY, result);
    assertHeldAgainst(second, MARCH, result);
    assertThat(new MonitoringRecords(lake, "late", ALL).months())
        .extracting(MonthPerformance::version)
        .containsExactly(1L, 2L);
    assertThat(lake.read(DriftTable.NAME).select("_interval", "model_version").distinct())
        .extracting(Dataset::collectAsList, InstanceOfAssertFactories.list(Row.class))
        .containsExactlyInAnyOrder(
            RowFactory.create(FEBRUARY.toString(), 1L), RowFactory.create(MARCH.toString(), 2L));
    assertThat(monitor(first, second).monitored()).isEmpty();
  }

  /** Drift is that from what the version has learned from. */
  private void assertHeldAgainst(ScoringModel version, DataInterval month, Monitor.Result result) {
    String probability = "probability";
    ProfileState scores =
        ProfileTable.read(lake.read(ProfileTable.NAME), version.predictions(), List.of())
            .of(month.toString())
            .get(probability);
    ProfileState reference = new ReferenceProfile(lake).stored(version).get(probability);
    assertThat(requireNonNull(result.drift().get(month)).columns())
        .contains(
            new SketchDrift(100)
                .compare(probability, requireNonNull(reference), requireNonNull(scores)));
  }

  @Test
  void nothingScoredNothingMonitored() {
    assertThatThrownBy(this::monitor)
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "Model 'late' has scored nothing in 2013-01-01/2013-04-01: there is nothing to monitor."
                + " Run ./falaj score first.");
  }

  @Test
  void featuresAreDescribedFromTheirDefinitions() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, ALL);
    monitor(model);
    var rows = new FeatureRecords(lake, pipeline.definition()).rows(model);

    assertThat(rows).hasSize(4);
    assertThat(rows.get(0).view()).isEqualTo("carrier_delays_v1");
    assertThat(rows.get(0).description()).startsWith("mean of");
    assertThat(rows.get(0).freshness()).isEqualTo("last 7\u00A0d");
    assertThat(rows.get(0).trainingNulls()).isBetween(0.0, 0.2);
    assertThat(rows.get(3).scoringNulls()).isZero();
    assertThat(rows.get(3).freshness()).isEqualTo("at scoring");
  }

  @Test
  void stepsAreListedInTheOrderOfTheFlow() {
    ScoringModel model = pipeline.model(1, 1.5f);
    score(model, ALL);
    var steps = new RunRecords(lake, "flights", ALL).lineage();

    assertThat(steps)
        .extracting(step -> step.step() + " " + step.output())
        .containsExactly(
            "ingest flights", "materialize carrier_delays_v1", "training-set late", "score late");
    assertThat(steps.get(3).inputs())
        .contains("late:1")
        .anyMatch(input -> input.startsWith("late sha256 "))
        .anyMatch(input -> input.startsWith("clean.flights@"));
    assertThat(steps.get(3).outputs()).containsExactly("predictions.late@0");
    assertThat(Arrays.asList(steps.get(0).inputs().get(0).split(" "))).contains("flights");
  }
}
