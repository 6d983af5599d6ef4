package io.falaj.scoring;

import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableVersion;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.DriftReport;
import io.falaj.scoring.drift.SketchDrift;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.model.ModelScorer;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.spark.sql.Row;

/**
 * Holds each scored month against the training data: drift of features and scores from stored
 * profiles, and, once labels arrived, how the scores turned out. What is found is about the version
 * of the model that made the scores, whoever is champion now: it is held against what that version
 * learned from, and recorded under it.
 */
public final class Monitor {

  static final String STEP = "monitor";

  /** Raised when the same inputs would give other values. */
  private static final int SEMANTICS = 1;

  /** With fewer values on either side no drift is claimed. */
  private static final long MINIMUM_ROWS = 100;

  private final Lake lake;

  public Monitor(Lake lake) {
    this.lake = lake;
  }

  /**
   * What to monitor.
   *
   * @param definition where labels come from: that of the model's training set
   * @param model the name of the model whose predictions are monitored
   * @param versions loads a version of it
   * @param interval the rows' times
   */
  public record Request(
      TrainingSetSpec definition,
      String model,
      LongFunction<ScoringModel> versions,
      DataInterval interval) {}

  /**
   * What was found.
   *
   * @param models which version made the scores, as {@code name:version}, by month
   * @param monitored the months looked at now
   * @param upToDate the months that were looked at before, with the same inputs
   * @param drift of the features, by month looked at now
   * @param performance realized, by month looked at now
   */
  public record Result(
      SortedMap<DataInterval, String> models,
      List<DataInterval> monitored,
      List<DataInterval> upToDate,
      SortedMap<DataInterval, DriftReport> drift,
      SortedMap<DataInterval, Evaluation> performance) {}

  /**
   * Monitors.
   *
   * @throws FalajException.DataRefused if no month of the interval was scored
   */
  public Result execute(Request request) {
    ScoringVersions versions = versions(request);
    List<DataInterval> months = versions.months();
    TableVersion predictions = lake.pin(ScoringModel.predictions(request.model()));
    TableVersion labels = lake.pin(request.definition().labels().source());
    StepRequest step =
        new StepRequest(
            STEP,
            request.model(),
            definition(request),
            SEMANTICS,
            months.stream().map(month -> interval(request, versions.of(month), month)).toList(),
            reads(predictions, labels, versions));
    try (Step running = lake.begin(step)) {
      List<DataInterval> pending = running.pending();
      List<DataInterval> upToDate =
          months.stream().filter(month -> !pending.contains(month)).toList();
      SortedMap<DataInterval, DriftReport> drift = new TreeMap<>();
      SortedMap<DataInterval, Evaluation> performance = new TreeMap<>();
      if (!pending.isEmpty()) {
        try {
          for (List<DataInterval> scored : versions.group(pending)) {
            ScoringModel model = versions.of(scored.get(0));
            drift.putAll(drift(model, scored));
            performance.putAll(
                new RealizedPerformance(lake, request.definition(), model)
                    .of(scored, predictions, labels));
          }
          write(versions, running, drift, performance);
        } catch (RuntimeException e) {
          running.failed(e);
          throw e;
        }
      }
      return new Result(versions.labels(), pending, upToDate, drift, performance);
    }
  }

  /** Of the months that the predictions hold. */
  private ScoringVersions versions(Request request) {
    ScoringVersions versions =
        ScoringVersions.of(lake, request.model(), request.interval(), request.versions());
    if (versions.months().isEmpty()) {
      throw new FalajException.DataRefused(
          "Model '%s' has scored nothing in %s: there is nothing to monitor. Run ./falaj score first."
              .formatted(request.model(), request.interval()));
    }
    return versions;
  }

  private static List<TableVersion> reads(
      TableVersion predictions, TableVersion labels, ScoringVersions versions) {
    List<TableVersion> reads = new ArrayList<>(List.of(predictions, labels));
    versions.byMonth().values().stream()
        .map(ScoringModel::trainingSet)
        .distinct()
        .forEach(reads::add);
    return reads;
  }

  private static Fingerprint definition(Request request) {
    return Fingerprint.builder("monitor")
        .add("labels", request.definition().fingerprint())
        .add("minimum_rows", MINIMUM_ROWS)
        .build();
  }

  private IntervalRequest interval(Request request, ScoringModel model, DataInterval month) {
    List<StepInput> inputs = new ArrayList<>(model.inputs());
    inputs.add(
        new StepInput(
            "trainingset",
            model.trainingSet().table().toString(),
            Long.toString(model.trainingSet().version())));
    inputs.addAll(lake.inputs(model.predictions(), month));
    inputs.addAll(lake.inputs(request.definition().labels().source(), month));
    return new IntervalRequest(month, inputs);
  }

  private SortedMap<DataInterval, DriftReport> drift(
      ScoringModel model, List<DataInterval> months) {
    SortedMap<String, ProfileState> reference = new ReferenceProfile(lake).of(model);
    Profiles profiles =
        ProfileTable.read(
            lake.read(ProfileTable.NAME),
            model.predictions(),
            months.stream().map(DataInterval::toString).toList());
    SketchDrift drift = new SketchDrift(MINIMUM_ROWS);
    SortedMap<DataInterval, DriftReport> reports = new TreeMap<>();
    for (DataInterval month : months) {
      SortedMap<String, ProfileState> current = profiles.of(month.toString());
      List<ColumnDrift> columns = new ArrayList<>();
      reference.forEach(
          (column, before) -> {
            ProfileState now = current.get(column);
            if (now != null) {
              columns.add(drift.compare(column, before, now));
            }
          });
      reports.put(month, new DriftReport(columns));
    }
    return reports;
  }

  private void write(
      ScoringVersions versions,
      Step step,
      SortedMap<DataInterval, DriftReport> drift,
      SortedMap<DataInterval, Evaluation> performance) {
    Map<DataInterval, Fingerprint> keys = step.stepKeys();
    List<Row> drifts = new ArrayList<>();
    List<Row> turnedOut = new ArrayList<>();
    drift.forEach(
        (month, report) -> {
          ScoringModel model = versions.of(month);
          Fingerprint key = Objects.requireNonNull(keys.get(month));
          report.columns().forEach(c -> drifts.add(DriftTable.row(model, month, key, c)));
          long rows =
              report.columns().stream()
                  .filter(column -> column.column().equals(ModelScorer.PROBABILITY))
                  .mapToLong(ColumnDrift::currentRows)
                  .findFirst()
                  .orElse(0);
          Evaluation realized = performance.get(month);
          if (realized != null) {
            turnedOut.add(PerformanceTable.row(model, month, key, rows, realized));
          }
        });
    step.append(DriftTable.TABLE, lake.dataset(drifts, DriftTable.TABLE.schema())).commit();
    step.append(PerformanceTable.TABLE, lake.dataset(turnedOut, PerformanceTable.TABLE.schema()))
        .commit();
    step.record("drift", facet(drift));
    step.commit();
  }

  private static Map<String, Object> facet(SortedMap<DataInterval, DriftReport> drift) {
    Map<String, Object> facet = new TreeMap<>();
    drift.forEach(
        (month, report) ->
            facet.put(
                month.toString(),
                Map.of(
                    "columns", report.columns().size(),
                    "drifted", report.count(ColumnDrift.Outcome.DRIFTED),
                    "notComputable", report.count(ColumnDrift.Outcome.NOT_COMPUTABLE))));
    return facet;
  }
}
