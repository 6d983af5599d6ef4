package io.falaj.training;

import static org.apache.spark.sql.functions.col;

import io.falaj.features.LabelSource;
import io.falaj.features.Split;
import io.falaj.features.TrainingSet;
import io.falaj.features.TrainingSetSpec;
import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.evaluation.LabelledScores;
import io.falaj.training.model.BaselineTrainer;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelKind;
import io.falaj.training.model.ModelOrigin;
import io.falaj.training.model.ModelScorer;
import io.falaj.training.network.Dl4jNetwork;
import io.falaj.training.network.NativeRuntime;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.parallel.BarrierTrainer;
import io.falaj.training.parallel.EpochLoss;
import io.falaj.training.parallel.TrainedNetwork;
import io.falaj.training.parallel.TrainerSettings;
import io.falaj.training.parallel.TrainingRows;
import io.falaj.training.preprocess.Preprocessing;
import io.falaj.training.preprocess.PreprocessingFitter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Fits a model and its baseline to a training set. The gate split has no part in it but that both
 * are evaluated on it at the end.
 */
final class ModelFitting {

  private static final String BASELINE = "_falaj_baseline";
  private static final String NETWORK = "_falaj_network";

  private final ModelSpec spec;
  private final TrainingSet set;
  private final Dataset<Row> rows;

  /**
   * @param rows the training set's
   */
  ModelFitting(ModelSpec spec, TrainingSet set, Dataset<Row> rows) {
    this.spec = spec;
    this.set = set;
    this.rows = rows;
  }

  /**
   * What was fitted.
   *
   * @param network the model
   * @param baseline what it is compared with
   * @param training how training went
   */
  record Fitted(ModelArtifact network, ModelArtifact baseline, TrainedNetwork training) {}

  /** Parameters of a network, before calibration. */
  private record Raw(
      ModelKind kind,
      NetworkSpec network,
      Parameters parameters,
      Map<String, Object> settings,
      List<EpochLoss> losses) {}

  Fitted fit() {
    List<String> features =
        set.featureColumns().stream()
            .filter(feature -> !spec.preprocessing().exclude().contains(feature))
            .toList();
    TrainingRows training =
        TrainingRows.of(
            rows, set.identityColumns(), LabelSource.LABEL, TrainingSetSpec.SPLIT, features);
    Preprocessing preprocessing =
        new PreprocessingFitter(spec.preprocessing()).fit(training.fit(), set.featureColumns());
    TrainedNetwork trained =
        new BarrierTrainer(settings(preprocessing.width())).train(training, preprocessing);
    Parameters weights =
        new BaselineTrainer(spec.training().shards()).train(training, preprocessing);
    ModelSettings settings = new ModelSettings(spec);
    Raw network =
        new Raw(
            ModelKind.NETWORK,
            spec.network(),
            trained.parameters(),
            settings.ofNetwork(),
            trained.losses());
    Raw baseline =
        new Raw(
            ModelKind.LOGISTIC_REGRESSION,
            BaselineTrainer.NETWORK,
            weights,
            settings.ofBaseline(),
            List.of());
    NativeRuntime.start();
    Dataset<Row> scored =
        scorer(network, preprocessing)
            .score(scorer(baseline, preprocessing).score(heldOut(), BASELINE), NETWORK)
            .select(TrainingSetSpec.SPLIT, LabelSource.LABEL, BASELINE, NETWORK)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new Fitted(
          artifact(network, preprocessing, trained.coreType(), scored, NETWORK),
          artifact(baseline, preprocessing, trained.coreType(), scored, BASELINE),
          trained);
    } finally {
      scored.unpersist();
    }
  }

  private TrainerSettings settings(int width) {
    return new TrainerSettings(
        spec.network(),
        spec.optimizer(),
        width,
        spec.training().batchSize(),
        spec.training().epochs(),
        spec.training().stopAfter(),
        set.seed(),
        spec.training().shards(),
        spec.training().patience());
  }

  /** The labelled rows that nothing was fitted on. */
  private Dataset<Row> heldOut() {
    return rows.where(
        col(LabelSource.LABEL)
            .isNotNull()
            .and(col(TrainingSetSpec.SPLIT).isin(Split.VALIDATION.text(), Split.GATE.text())));
  }

  private static ModelScorer scorer(Raw raw, Preprocessing preprocessing) {
    return new ModelScorer(preprocessing, raw.network(), raw.parameters(), new Calibrator.None());
  }

  private ModelArtifact artifact(
      Raw raw, Preprocessing preprocessing, String coreType, Dataset<Row> scored, String column) {
    LabelledScores validation = scores(scored, Split.VALIDATION, column);
    Calibrator calibrator = spec.calibration().fit(validation);
    double threshold = spec.threshold().choose(validation.calibrated(calibrator));
    SortedMap<String, Evaluation> evaluations = new TreeMap<>();
    evaluations.put(
        Split.VALIDATION.text(), Evaluation.of(validation.calibrated(calibrator), threshold));
    evaluations.put(
        Split.GATE.text(),
        Evaluation.of(scores(scored, Split.GATE, column).calibrated(calibrator), threshold));
    return new ModelArtifact(
        spec.name(),
        raw.kind(),
        preprocessing,
        raw.network(),
        raw.parameters(),
        Dl4jNetwork.configuration(
                raw.network(), spec.optimizer(), preprocessing.width(), set.seed())
            .toJson(),
        calibrator,
        threshold,
        origin(raw, coreType),
        evaluations,
        raw.losses());
  }

  private static LabelledScores scores(Dataset<Row> scored, Split split, String column) {
    return LabelledScores.collect(
        scored.where(col(TrainingSetSpec.SPLIT).equalTo(split.text())), column, LabelSource.LABEL);
  }

  private ModelOrigin origin(Raw raw, String coreType) {
    return new ModelOrigin(
        set.name(),
        set.table().toString(),
        set.fingerprint(),
        set.features(),
        set.featureColumns(),
        set.identityColumns(),
        LabelSource.LABEL,
        spec.fingerprint(),
        set.seed(),
        spec.training().shards(),
        coreType,
        raw.settings());
  }
}
