package io.falaj.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.features.EntityYaml;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureViewYaml;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import io.falaj.training.evaluation.CalibratorKind;
import io.falaj.training.evaluation.ThresholdRule;
import io.falaj.training.network.OptimizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSpecTest {

  private static final Path CONF = Path.of(System.getProperty("falaj.root"), "conf");

  private static final String LEAST =
      """
      model: late
      training_set:
        labels:
          source: clean.flights
          event_time: scheduled_departure
          columns: [flight_id]
          label: arr_delay > 15
        features: ["leg.*"]
        splits:
          fit: 2013-01-01/2013-01-20
          validation: 2013-01-20/2013-01-25
          gate: 2013-01-25/2013-02-01
      network: {hidden: [8, 4]}
      """;

  @Test
  void whatIsLeftOutHasDefaults() {
    ModelSpec spec = TrainingPipeline.spec(LEAST);

    assertThat(spec.description()).isEmpty();
    assertThat(spec.optimizer()).isEqualTo(new OptimizerSpec(0.001, 1, 0, 0));
    assertThat(spec.training()).isEqualTo(new TrainingYaml(4096, 30, 5, 2, Duration.ofMinutes(2)));
    assertThat(spec.calibration()).isEqualTo(CalibratorKind.PLATT);
    assertThat(spec.threshold()).isEqualTo(ThresholdRule.MAX_F1);
    assertThat(spec.gate().metric()).isEqualTo(GateMetric.LOG_LOSS);
    assertThat(spec.gate().minImprovement()).isZero();
    assertThat(spec.gate().min()).isEmpty();
    assertThat(spec.gate().max()).isEmpty();
    assertThat(spec.preprocessing().exclude()).isEmpty();
    assertThat(spec.preprocessing().maxCategories()).isEqualTo(256);
    assertThat(spec.trainingSet().name()).isEqualTo("late");
    assertThat(spec.trainingSet().seed()).isEqualTo(42);
  }

  @Test
  void everyProblemIsReportedWithItsPlace() {
    Problems problems =
        problems(
            """
            model: late_promotions
            training_set:
              labels:
                source: clean.flights
                event_time: scheduled_departure
                columns: [flight_id]
                label: arr_delay > 15
              features: ["leg.*"]
              splits:
                fit: 2013-01-01/2013-01-20
                validation: 2013-01-19/2013-01-25
                gate: 2013-01-25/2013-02-01
            preprocessing:
              exclude: [distence]
              columns:
                hours: {log1p: true}
            network: {hidden: [8]}
            gate:
              min: {roc_auk: 0.7, pr_auc: 0.9}
              max: {pr_auc: 0.8}
            """);

    assertThat(problems.messages())
        .containsExactly(
            "late.yaml:1:1: model name 'late_promotions' is not allowed: the endings"
                + " _promotions, _v<digits>, _events and _carries belong to tables of Falaj. Rename"
                + " it.",
            "late.yaml:10:5: splits 'fit' (2013-01-01/2013-01-20) and 'validation'"
                + " (2013-01-19/2013-01-25) overlap: a model would be judged by what it has seen.",
            "late.yaml:19:3: 'min' of the gate names 'roc_auk', which is no metric. Did you mean"
                + " 'roc_auc'?",
            "late.yaml:19:3: the gate asks for pr_auc of at least 0.9 and at most 0.8: no model"
                + " passes.");
  }

  @Test
  void preprocessingNamesFeaturesOnly() {
    assertThat(
            problems(
                    LEAST
                        + """
                        preprocessing:
                          exclude: [distence]
                          columns:
                            hours: {log1p: true}
                        """)
                .messages())
        .containsExactly(
            "late.yaml:15:3: preprocessing names 'distence', which is no feature of the training"
                + " set. Did you mean 'distance'?",
            "late.yaml:15:3: preprocessing names 'hours', which is no feature of the training set."
                + " Did you mean 'hour'?");
    assertThat(problems(LEAST + "preprocessing: {exclude: [hour, airline, distance]}\n").messages())
        .containsExactly(
            "late.yaml:14:16: preprocessing excludes every feature: the model has nothing to read.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training: {shards: 3}      | 14:11: 'shards' must be a power of two such as 1, 2, 4 or 8, not 3.",
        "training: {shards: 0}      | 14:11: 'shards' must be a power of two such as 1, 2, 4 or 8, not 0.",
        "training: {batch_size: 1}  | 14:11: 'batch_size' (1) must be at least 'shards' (2).",
        "training: {epochs: 0}      | 14:11: 'epochs' (0) and 'stop_after' (5) must be at least 1.",
        "training: {patience: 0s}   | 14:11: 'patience' must be positive.",
        "training: {patience: soon} | 14:22: 'patience' must be a duration such as 30m, 3h or 14d, not 'soon'.",
        "gate: {min_improvement: -1} | 14:7: 'min_improvement' must not be negative, and is -1.0.",
        "gate: {metric: log_lost}   | 14:16: 'metric' must be one of log_loss, roc_auc, pr_auc, brier, not 'log_lost'. Did you mean 'log_loss'?",
        "gates: {}                  | 14:1: unknown key 'gates'. Did you mean 'gate'?",
      })
  void aValueThatIsWrongIsNamed(String line, String problem) {
    assertThat(problems(LEAST + line + "\n").messages()).containsExactly("late.yaml:" + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Late", "late-1", "late_v2", "late_events"})
  void namesThatBelongToTablesOfFalajAreRefused(String name) {
    assertThat(problems(LEAST.replace("model: late", "model: " + name)).messages())
        .singleElement()
        .asString()
        .contains("model name '" + name + "' is not allowed");
  }

  @Test
  void aNameThatItsTrainingSetCannotHaveIsRefusedOnce() {
    assertThat(problems(LEAST.replace("model: late", "model: manifests")).messages())
        .singleElement()
        .asString()
        .contains("a training set cannot be called 'manifests'");
  }

  private static Problems problems(String yaml) {
    Problems problems = new Problems();
    ConfigFile.parse(yaml, "late.yaml", ModelYaml.class, problems)
        .ifPresent(
            file ->
                assertThat(ModelSpec.parse(file, TrainingPipeline.catalog(), Map.of(), problems))
                    .isEmpty());
    return problems;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "description: Late.",
        "owner: us",
        "training: {patience: 5m}",
        "gate: {metric: brier, min: {roc_auc: 0.9}}",
        "optimizer: {learning_rate: 0.001}"
      })
  void whatDoesNotDecideTheBytesIsNotPartOfTheIdentity(String line) {
    assertThat(TrainingPipeline.spec(LEAST + line + "\n").fingerprint())
        .isEqualTo(TrainingPipeline.spec(LEAST).fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training: {shards: 4}",
        "training: {epochs: 31}",
        "training: {stop_after: 6}",
        "training: {batch_size: 1024}",
        "optimizer: {learning_rate: 0.002}",
        "optimizer: {decay: 0.9}",
        "optimizer: {l2: 0.1}",
        "optimizer: {weight_decay: 0.1}",
        "calibration: none",
        "threshold: half",
        "preprocessing: {impute: mean}",
        "preprocessing: {clip: 7}",
        "preprocessing: {min_rows: 5}",
        "preprocessing: {max_categories: 5}",
        "preprocessing: {exclude: [hour]}",
        "preprocessing: {columns: {hour: {as: category}}}",
        "preprocessing: {columns: {hour: {log1p: true}}}",
      })
  void whatDecidesTheBytesIsPartOfTheIdentity(String line) {
    assertThat(TrainingPipeline.spec(LEAST + line + "\n").fingerprint())
        .isNotEqualTo(TrainingPipeline.spec(LEAST).fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model: late|model: later",
        "[8, 4]|[8]",
        "hidden:|dropout: 0.1, hidden:",
        "hidden:|activation: tanh, hidden:",
        "> 15|> 30",
        "leg.*|leg.hour",
      })
  void soIsWhatItLearnsFrom(String replaced, String by) {
    assertThat(TrainingPipeline.spec(LEAST.replace(replaced, by)).fingerprint())
        .isNotEqualTo(TrainingPipeline.spec(LEAST).fingerprint());
  }

  @Test
  void theModelOfTheFlightsPipelineIsWhole() throws IOException {
    Problems problems = new Problems();
    Path flights = CONF.resolve("pipelines/flights");
    FeatureCatalog catalog =
        FeatureCatalog.parse(
            read(CONF.resolve("entities"), EntityYaml.class, problems),
            read(flights.resolve("features"), FeatureViewYaml.class, problems),
            Map.of(),
            problems);
    List<ModelYaml> models = read(flights.resolve("models"), ModelYaml.class, problems);
    problems.throwIfAny();
    Optional<ModelSpec> spec = ModelSpec.parse(models.get(0), catalog, Map.of(), problems);
    problems.throwIfAny();

    assertThat(spec.orElseThrow().trainingSet().features().columns())
        .hasSizeGreaterThan(50)
        .contains("carrier", "origin", "dest", "seats", "still_flying", "temp");
  }

  private static <T extends Record> List<T> read(Path folder, Class<T> type, Problems problems)
      throws IOException {
    List<T> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.sorted().toList()) {
        ConfigFile.read(path, path.getFileName().toString(), type, problems).ifPresent(files::add);
      }
    }
    return files;
  }
}
