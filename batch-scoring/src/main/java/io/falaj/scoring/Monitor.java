package io.falaj.scoring;

import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.Commit;
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
import org.apache.spark.sql.Row;

/**
 * Holds each scored month against the training data: drift of features and scores from stored
 * profiles, and, once labels arrived, how the scores turned out.
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
   * @param model the model whose predictions are monitored
   * @param interval the rows' times
   */
  public record Request(TrainingSetSpec definition, ScoringModel model, DataInterval interval) {}

  /**
   * What was found.
   *
   * @param model {@code name:version}
   * @param monitored the months looked at now
   * @param upToDate the months that were looked at before, with the same inputs
   * @param drift of the features, by month looked at now
   * @param performance realized, by month looked at now
   */
  public record Result(
      String model,
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
    List<DataInterval> months = scored(request);
    TableVersion predictions = lake.pin(request.model().predictions());
    TableVersion labels = lake.pin(request.definition().labels().source());
    StepRequest step =
        new StepRequest(
            STEP,
            request.model().name(),
            definition(request),
            SEMANTICS,
            months.stream().map(month -> interval(request, month)).toList(),
            List.of(predictions, labels, request.model().trainingSet()));
    try (Step running = lake.begin(step)) {
      List<DataInterval> pending = running.pending();
      List<DataInterval> upToDate =
          months.stream().filter(month -> !pending.contains(month)).toList();
      if (pending.isEmpty()) {
        return new Result(
            request.model().label(), pending, upToDate, new TreeMap<>(), new TreeMap<>());
      }
      try {
        SortedMap<DataInterval, DriftReport> drift = drift(request, pending);
        SortedMap<DataInterval, Evaluation> performance =
            new RealizedPerformance(lake, request.definition(), request.model())
                .of(pending, predictions, labels);
        write(request.model(), running, drift, performance);
        return new Result(request.model().label(), pending, upToDate, drift, performance);
      } catch (RuntimeException e) {
        running.failed(e);
        throw e;
      }
    }
  }

  /** The months that the predictions hold. */
  private List<DataInterval> scored(Request request) {
    List<DataInterval> months =
        lake.commits(Score.STEP, request.model().name()).stream()
            .map(Commit::interval)
            .filter(request.interval()::overlaps)
            .sorted()
            .toList();
    if (months.isEmpty()) {
      throw new FalajException.DataRefused(
          "Model '%s' has scored nothing in %s: there is nothing to monitor. Run ./falaj score first."
              .formatted(request.model().name(), request.interval()));
    }
    return months;
  }

  private static Fingerprint definition(Request request) {
    return Fingerprint.builder("monitor")
        .add("labels", request.definition().fingerprint())
        .add("minimum_rows", MINIMUM_ROWS)
        .build();
  }

  private IntervalRequest interval(Request request, DataInterval month) {
    List<StepInput> inputs = new ArrayList<>(request.model().inputs());
    inputs.add(
        new StepInput(
            "trainingset",
            request.model().trainingSet().table().toString(),
            Long.toString(request.model().trainingSet().version())));
    inputs.addAll(lake.inputs(request.model().predictions(), month));
    inputs.addAll(lake.inputs(request.definition().labels().source(), month));
    return new IntervalRequest(month, inputs);
  }

  private SortedMap<DataInterval, DriftReport> drift(Request request, List<DataInterval> months) {
    SortedMap<String, ProfileState> reference = new ReferenceProfile(lake).of(request.model());
    Profiles profiles =
        ProfileTable.read(
            lake.read(ProfileTable.NAME),
            request.model().predictions(),
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
      ScoringModel model,
      Step step,
      SortedMap<DataInterval, DriftReport> drift,
      SortedMap<DataInterval, Evaluation> performance) {
    Map<DataInterval, Fingerprint> keys = step.stepKeys();
    List<Row> drifts = new ArrayList<>();
    List<Row> turnedOut = new ArrayList<>();
    drift.forEach(
        (month, report) -> {
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
