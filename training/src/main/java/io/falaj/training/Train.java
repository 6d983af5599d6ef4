package io.falaj.training;

import io.falaj.features.Split;
import io.falaj.features.TrainingSet;
import io.falaj.features.TrainingSets;
import io.falaj.lineage.Commit;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.signing.SigningKey;
import io.falaj.lineage.signing.VerifyKey;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.parallel.TrainedNetwork;
import io.falaj.training.registry.ModelRegistry;
import io.falaj.training.registry.ModelWriter;
import io.falaj.training.registry.RegisteredModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains a model on its newest training set, with a logistic regression beside it for comparison,
 * and registers both, signed, as the model's next version.
 */
public final class Train {

  /** Raised when the same inputs would give another model. */
  private static final int SEMANTICS = 2;

  private final Lake lake;
  private final SigningKey key;
  private final Collection<VerifyKey> trusted;

  /** Signs with a key and trusts no other. */
  public Train(Lake lake, SigningKey key) {
    this(lake, key, List.of());
  }

  /**
   * Signs with a key.
   *
   * @param trusted whose signatures are believed too, where the model is up to date already
   */
  public Train(Lake lake, SigningKey key, Collection<VerifyKey> trusted) {
    this.lake = lake;
    this.key = key;
    List<VerifyKey> all = new ArrayList<>(trusted);
    all.add(key.verifyKey());
    this.trusted = List.copyOf(all);
  }

  /** Whether a version was trained, or was there already. */
  public enum Outcome {
    TRAINED,
    UP_TO_DATE
  }

  /** The model's newest version, and whether it was trained just now. */
  public record Result(RegisteredModel model, Outcome outcome) {}

  /**
   * Trains, unless the newest version came from the same training set and specification.
   *
   * @throws FalajException.Configuration if there is no training set of the model, or one of
   *     another definition
   * @throws FalajException.DataRefused if the labels are all alike
   * @throws FalajException.Transient if a replica is lost
   */
  public Result execute(ModelSpec spec) {
    TrainingSet set = new TrainingSets(lake).newest(spec.name());
    requireDefinition(spec, set);
    StepRequest request =
        new StepRequest(
            ModelRegistry.TRAIN,
            spec.name(),
            spec.fingerprint(),
            SEMANTICS,
            List.of(new IntervalRequest(DataInterval.WHOLE, inputs(set))),
            List.of(set.table()));
    ModelRegistry registry = new ModelRegistry(lake, trusted);
    try (Step step = lake.begin(request)) {
      if (step.upToDate()) {
        return new Result(registry.newest(spec.name()), Outcome.UP_TO_DATE);
      }
      try {
        train(spec, set, step);
      } catch (RuntimeException e) {
        step.failed(e);
        throw e;
      }
    }
    return new Result(registry.newest(spec.name()), Outcome.TRAINED);
  }

  private static void requireDefinition(ModelSpec spec, TrainingSet set) {
    if (!set.definition().equals(spec.trainingSet().fingerprint())) {
      throw new FalajException.Configuration(
          ("The newest training set '%s' (%s) was made from another definition (%s) than the one"
                  + " configured now (%s). Run the step training-set first.")
              .formatted(
                  set.name(),
                  set.table(),
                  set.definition().brief(),
                  spec.trainingSet().fingerprint().brief()));
    }
  }

  private static List<StepInput> inputs(TrainingSet set) {
    String table = set.table().table().toString();
    return List.of(
        new StepInput("trainingset", table, Long.toString(set.table().version())),
        new StepInput("artifact", table, set.fingerprint().hex()));
  }

  private void train(ModelSpec spec, TrainingSet set, Step step) {
    var rows = lake.readAt(set.table());
    LabelCounts labels = LabelCounts.of(rows);
    labels.requireBoth(set);
    ModelFitting.Fitted fitted = new ModelFitting(spec, set, rows).fit();
    long version = next(spec.name());
    new ModelWriter(lake, key)
        .write(step, version, set.table(), List.of(fitted.network(), fitted.baseline()));
    step.record("model", facet(fitted, version, labels));
    SortedMap<String, Object> evaluations = new TreeMap<>();
    evaluations.put("model", metrics(fitted.network()));
    evaluations.put("baseline", metrics(fitted.baseline()));
    step.record("evaluation", evaluations);
    step.commit();
  }

  /** The version is the generation that the commit will have. */
  private long next(String model) {
    return 1
        + lake.commits(ModelRegistry.TRAIN, model).stream()
            .mapToLong(Commit::generation)
            .max()
            .orElse(0);
  }

  private Map<String, Object> facet(ModelFitting.Fitted fitted, long version, LabelCounts labels) {
    TrainedNetwork training = fitted.training();
    SortedMap<String, Object> facet = new TreeMap<>();
    facet.put("name", fitted.network().model());
    facet.put("version", version);
    facet.put("artifact", fitted.network().fingerprint().hex());
    facet.put("baseline", fitted.baseline().fingerprint().hex());
    facet.put("trainingSet", fitted.network().origin().trainingSetVersion());
    facet.put("features", fitted.network().origin().features().hex());
    facet.put("signedWith", key.keyId());
    facet.put("epochs", training.losses().size());
    facet.put("bestEpoch", training.bestEpoch());
    facet.put("replicas", training.slots());
    facet.put("coreType", training.coreType());
    facet.put("rowsPerSecond", training.rowsPerSecond());
    SortedMap<String, Object> rows = new TreeMap<>();
    labels.bySplit().forEach((split, count) -> rows.put(split.text(), count.rows()));
    facet.put("rows", rows);
    return facet;
  }

  private static SortedMap<String, Object> metrics(ModelArtifact artifact) {
    SortedMap<String, Object> metrics = new TreeMap<>();
    for (Split split : List.of(Split.VALIDATION, Split.GATE)) {
      Evaluation evaluation = artifact.evaluations().get(split.text());
      if (evaluation != null) {
        metrics.put(split.text(), evaluation.metrics());
      }
    }
    return metrics;
  }
}
