package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.IntervalContent;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes a training set: labels with features as known at their times, as a table and a manifest.
 */
public final class BuildTrainingSet {

  /** The step's name in the lake. */
  public static final String STEP = "training-set";

  /** Raised when the same inputs would make another training set. */
  static final int SEMANTICS = 1;

  private final Lake lake;

  public BuildTrainingSet(Lake lake) {
    this.lake = lake;
  }

  /** Whether a training set was made, or was there already. */
  public enum Outcome {
    BUILT,
    UP_TO_DATE
  }

  /** The training set, and whether it was made just now. */
  public record Result(TrainingSet trainingSet, Outcome outcome) {}

  /**
   * Makes the training set, unless the one that is there was made from the same inputs.
   *
   * @throws FalajException.DataRefused if there are no labels in the splits
   */
  public Result execute(TrainingSetSpec spec) {
    TableVersion labels = lake.pin(spec.labels().source());
    Retrieve retrieve = new Retrieve(lake);
    SortedMap<String, TableVersion> pins = retrieve.pins(spec.features());
    List<StepInput> inputs = new ArrayList<>(lake.inputs(spec.labels().source(), spec.hull()));
    inputs.addAll(retrieve.inputs(spec.features(), spec.hull()));
    List<TableVersion> reads = new ArrayList<>(List.of(labels));
    reads.addAll(pins.values());
    StepRequest request =
        new StepRequest(
            STEP,
            spec.name(),
            spec.fingerprint(),
            SEMANTICS,
            List.of(new IntervalRequest(DataInterval.WHOLE, inputs)),
            reads);
    try (Step step = lake.begin(request)) {
      if (step.upToDate()) {
        return new Result(new TrainingSets(lake).newest(spec.name()), Outcome.UP_TO_DATE);
      }
      try {
        Dataset<Row> rows = new TrainingRows(lake).of(spec, labels, pins);
        return new Result(write(spec, rows, step, reads), Outcome.BUILT);
      } catch (RuntimeException e) {
        step.failed(e);
        throw e;
      }
    }
  }

  private TrainingSet write(
      TrainingSetSpec spec, Dataset<Row> rows, Step step, List<TableVersion> reads) {
    TableSpec table = TrainingRows.table(spec, spec.table(), rows.schema());
    StagedWrite staged = step.replaceIntervals(table, rows);
    if (staged.rows() == 0) {
      staged.abandon();
      throw new FalajException.DataRefused(
          "Training set '%s' would be empty: table %s has no labels in %s. Ingest that interval first, or move the splits."
              .formatted(spec.name(), spec.labels().source(), spec.hull()));
    }
    TableVersion version = staged.commit();
    IntervalContent content = Objects.requireNonNull(staged.contents().get(DataInterval.WHOLE));
    String definitions = new TrainingSets(lake).record(spec);
    TrainingSet manifest = manifest(spec, definitions, step, version, content, reads);
    new TrainingSets(lake).add(manifest);
    step.record(
        "trainingSet", Map.of("manifest", manifest.fingerprint().hex(), "rows", content.rows()));
    step.commit();
    return manifest;
  }

  private static TrainingSet manifest(
      TrainingSetSpec spec,
      String definitions,
      Step step,
      TableVersion table,
      IntervalContent content,
      List<TableVersion> reads) {
    Map<String, io.falaj.lineage.Fingerprint> views = new HashMap<>();
    spec.features().views().forEach(view -> views.put(view.versionedName(), view.fingerprint()));
    Map<String, DataInterval> splits = new HashMap<>();
    spec.splits().forEach((split, interval) -> splits.put(split.text(), interval));
    return new TrainingSet(
        spec.name(),
        table,
        Objects.requireNonNull(step.stepKeys().get(DataInterval.WHOLE)),
        SEMANTICS,
        spec.fingerprint(),
        definitions,
        spec.features().fingerprint(),
        reads,
        views,
        spec.labels().columns(),
        spec.labels().eventTime(),
        spec.features().columns(),
        splits,
        spec.seed(),
        content.rows(),
        content.checksum());
  }
}
