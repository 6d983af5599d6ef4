package io.falaj.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.LakeSettings;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.TestSpark;
import io.falaj.lineage.questions.LineageQuestions;
import io.falaj.lineage.signing.SigningKey;
import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelKind;
import io.falaj.training.registry.ModelRegistry;
import io.falaj.training.registry.ModelVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {

  @TempDir private Path folder;
  private TestLake place;
  private Lake lake;
  private SigningKey key;
  private TrainingPipeline pipeline;

  @BeforeEach
  void open() {
    place = TestLake.in(folder);
    lake = place.open();
    key = SigningKey.create(folder.resolve("keys"));
    pipeline = new TrainingPipeline(lake);
  }

  private Train.Result train(Lake in) {
    return new Train(in, key).execute(TrainingPipeline.spec());
  }

  private ModelRegistry registry() {
    return new ModelRegistry(lake, List.of(key.verifyKey()));
  }

  @Test
  void aModelAndItsBaselineAreRegisteredWithWhatTheyCameFrom() {
    var set = pipeline.prepare(1);
    Train.Result result = train(lake);

    assertThat(result.outcome()).isEqualTo(Train.Outcome.TRAINED);
    assertThat(result.model().label()).isEqualTo("late:1");
    assertThat(result.model().trainingSet()).isEqualTo(set.table());
    assertThat(result.model().signedWith()).isEqualTo(key.keyId());
    assertThat(result.model().runId()).isEqualTo(lake.run().runId());
    ModelArtifact network = result.model().artifact();
    ModelArtifact baseline = result.model().baseline().orElseThrow();
    assertThat(network.kind()).isEqualTo(ModelKind.NETWORK);
    assertThat(baseline.kind()).isEqualTo(ModelKind.LOGISTIC_REGRESSION);
    assertThat(network.origin().manifest()).isEqualTo(set.fingerprint());
    assertThat(network.origin().features()).isEqualTo(set.features());
    assertThat(network.origin().spec()).isEqualTo(TrainingPipeline.spec().fingerprint());
    assertThat(network.origin().identityColumns()).containsExactly("flight_id");
    assertThat(network.preprocessing().inputs()).containsExactly("distance", "airline", "hour");
    assertThat(network.calibrator()).isInstanceOf(Calibrator.Platt.class);
    assertThat(network.losses()).hasSize(12);
    for (ModelArtifact artifact : List.of(network, baseline)) {
      assertThat(artifact.evaluations()).containsOnlyKeys("validation", "gate");
      assertThat(artifact.evaluations().values())
          .allSatisfy(
              evaluation ->
                  assertThat(evaluation.confusion().threshold()).isEqualTo(artifact.threshold()));
    }
    assertThat(evaluation(network).rows())
        .isEqualTo(
            lake.read(set.table().table()).where("split = 'gate' and label is not null").count());
    assertThat(evaluation(network).rocAuc()).isGreaterThan(0.8);
    assertThat(evaluation(baseline).rocAuc()).isBetween(0.3, 0.7);
  }

  private static Evaluation evaluation(ModelArtifact artifact) {
    return java.util.Objects.requireNonNull(artifact.evaluations().get("gate"));
  }

  @Test
  void theSecondTimeNothingIsTrainedOrWritten() {
    pipeline.prepare(1);
    Train.Result first = train(lake);
    int commits = lake.commits().size();
    Train.Result again = train(place.open());

    assertThat(again.outcome()).isEqualTo(Train.Outcome.UP_TO_DATE);
    assertThat(again.model()).isEqualTo(first.model());
    assertThat(lake.commits()).hasSize(commits);
  }

  @Test
  void theSameDataGivesTheSameBytesInAnotherLakeAndRun() {
    pipeline.prepare(1);
    ModelArtifact here = train(lake).model().artifact();
    TestLake other = TestLake.in(folder.resolve("other"));
    other.clock().advance(Duration.ofDays(3));
    Lake elsewhere = other.open();
    new TrainingPipeline(elsewhere).prepare(1);
    Train.Result there =
        new Train(elsewhere, SigningKey.create(folder.resolve("more keys")))
            .execute(TrainingPipeline.spec());

    assertThat(there.model().artifact().fingerprint()).isEqualTo(here.fingerprint());
    assertThat(content(elsewhere)).isEqualTo(content(lake));
  }

  private static String content(Lake lake) {
    return lake.commits("train", "late").get(0).tables().get(0).content().checksum();
  }

  @Test
  void newDataGiveTheNextVersionAndOldOnesStay() {
    pipeline.prepare(1);
    ModelArtifact first = train(lake).model().artifact();
    pipeline.prepare(2);
    Train.Result second = train(lake);

    assertThat(second.outcome()).isEqualTo(Train.Outcome.TRAINED);
    assertThat(second.model().version()).isEqualTo(2);
    assertThat(second.model().artifact().fingerprint()).isNotEqualTo(first.fingerprint());
    assertThat(registry().version("late", 1).artifact()).isEqualTo(first);
    assertThat(registry().versions("late"))
        .extracting(ModelVersion::version)
        .containsExactly(1L, 2L);
    assertThat(registry().models()).containsExactly("late");

    String upstream = new LineageQuestions(lake).upstreamOfModel("late", "2").text();
    assertThat(upstream).contains("training.late", "clean.flights", "flights.csv");
    assertThat(upstream).doesNotContain("artifact", "not recorded");
    assertThatThrownBy(() -> new LineageQuestions(lake).upstreamOfModel("late", "3"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("No step of this lake has trained model late version 3.");
  }

  @Test
  void aRunThatDiesBeforeItsCommitLeavesNothingVisible() {
    pipeline.prepare(1);

    assertThatThrownBy(() -> train(dyingOnceTheTableIsWritten())).hasMessage("the process died");
    assertThat(registry().models()).isEmpty();
    assertThat(registry().versions("late")).isEmpty();
    assertThatThrownBy(() -> registry().newest("late"))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("The lake has no model 'late'");

    Train.Result next = train(place.open());
    assertThat(next.outcome()).isEqualTo(Train.Outcome.TRAINED);
    assertThat(next.model().version()).isEqualTo(1);
    assertThat(registry().versions("late")).hasSize(1);
  }

  /** Its clock is asked last when the step commits. */
  private Lake dyingOnceTheTableIsWritten() {
    Path written = place.root().resolve("models/late/_delta_log/00000000000000000000.json");
    AtomicBoolean died = new AtomicBoolean();
    InstantSource clock =
        () -> {
          if (Files.exists(written) && died.compareAndSet(false, true)) {
            throw new IllegalStateException("the process died");
          }
          return TestLake.START;
        };
    return Lake.open(
        TestSpark.session(),
        LakeSettings.of(place.root().toString(), clock),
        place.run("train", "flights"));
  }

  @Test
  void labelsOfOneKindAreRefused() {
    ModelSpec never = spec("arr_delay > 15", "arr_delay > 1500");
    pipeline.prepare(1, never);

    assertThatThrownBy(() -> new Train(lake, key).execute(never))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining(
            "labels of training set 'late' in its split fit (2013-01-01/2013-01-20)")
        .hasMessageContaining("are false: a model needs both kinds");
    assertThat(lake.commits("train", "late")).isEmpty();
  }

  @Test
  void aSplitWithoutLabelsIsRefused() {
    ModelSpec empty = spec("arr_delay > 15", "case when flight_id is null then true end");
    pipeline.prepare(1, empty);

    assertThatThrownBy(() -> new Train(lake, key).execute(empty))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageContaining("has no labelled rows in its split fit");
  }

  @Test
  void aTrainingSetOfAnotherDefinitionIsNotTrainedOn() {
    pipeline.prepare(1);

    assertThatThrownBy(() -> new Train(lake, key).execute(spec("arr_delay > 15", "arr_delay > 30")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("made from another definition")
        .hasMessageContaining("Run the step training-set first.");
  }

  private static ModelSpec spec(String replaced, String by) {
    return TrainingPipeline.spec(TrainingPipeline.YAML.replace(replaced, by));
  }
}
