package io.falaj.scoring;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trunc;

import io.falaj.features.LabelSource;
import io.falaj.features.Retrieve;
import io.falaj.features.TrainingSetSpec;
import io.falaj.features.TrainingSets;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.StagedWrite;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.training.model.ModelScorer;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Scores the rows of an interval, month by month, in one job and one commit: features as known at
 * each row's time, the same definitions as in training. Months that are up to date are not scored
 * again; a new model version, a late file or changed features score just the months they touch.
 */
public final class Score {

  static final String STEP = "score";

  /** Raised when the same inputs would give other rows. */
  private static final int SEMANTICS = 2;

  private final Lake lake;

  public Score(Lake lake) {
    this.lake = lake;
  }

  /**
   * What to score.
   *
   * @param definition where rows and features come from: that of the model's training set
   * @param model what scores
   * @param interval the rows' times
   */
  public record Request(TrainingSetSpec definition, ScoringModel model, DataInterval interval) {}

  /**
   * What was done.
   *
   * @param model {@code name:version}
   * @param scored the months scored now
   * @param upToDate the months whose scores are already those of this model, these features and
   *     rows
   * @param learned the months left out because the model has learned from them
   * @param rows how many rows were scored now
   */
  public record Result(
      String model,
      List<DataInterval> scored,
      List<DataInterval> upToDate,
      List<DataInterval> learned,
      long rows) {}

  /**
   * Scores.
   *
   * @throws io.falaj.lineage.FalajException.Configuration if the features configured are not those
   *     that the model was trained with
   * @throws io.falaj.lineage.FalajException.DataRefused if there is nothing to score
   */
  public Result execute(Request request) {
    TrainingSetSpec definition = request.definition();
    request.model().requireFeatures(definition.features().fingerprint());
    // What the model has learned from stands in its own manifest; the definition may have moved on.
    DataInterval learned =
        new TrainingSets(lake).of(request.model().artifact().origin().manifest()).hull();
    ScoredMonths months =
        ScoredMonths.of(lake, definition.labels().source(), learned, request.interval());
    TableVersion labels = lake.pin(definition.labels().source());
    SortedMap<String, TableVersion> views = new Retrieve(lake).pins(definition.features());
    List<TableVersion> reads = new ArrayList<>(List.of(labels));
    reads.addAll(views.values());
    StepRequest step =
        new StepRequest(
            STEP,
            request.model().name(),
            definition.fingerprint(),
            SEMANTICS,
            months.months().stream().map(month -> interval(request, month)).toList(),
            reads);
    try (Step running = lake.begin(step)) {
      List<DataInterval> pending = running.pending();
      List<DataInterval> upToDate =
          months.months().stream().filter(month -> !pending.contains(month)).toList();
      long rows = 0;
      if (!pending.isEmpty()) {
        try {
          rows = write(request, running, rows(request, pending, labels, views));
        } catch (RuntimeException e) {
          running.failed(e);
          throw e;
        }
      }
      return new Result(request.model().label(), pending, upToDate, months.learned(), rows);
    }
  }

  private IntervalRequest interval(Request request, DataInterval month) {
    TrainingSetSpec definition = request.definition();
    List<StepInput> inputs = new ArrayList<>(request.model().inputs());
    inputs.addAll(lake.inputs(definition.labels().source(), month));
    for (StepInput input : new Retrieve(lake).inputs(definition.features(), month)) {
      if (!inputs.contains(input)) {
        inputs.add(input);
      }
    }
    return new IntervalRequest(month, inputs);
  }

  private Dataset<Row> rows(
      Request request,
      List<DataInterval> pending,
      TableVersion labels,
      SortedMap<String, TableVersion> views) {
    TrainingSetSpec definition = request.definition();
    LabelSource from = definition.labels();
    DataInterval hull = DataInterval.hull(pending);
    Column time = col("`" + from.eventTime() + "`");
    Column within = lit(false);
    for (DataInterval month : pending) {
      within = within.or(time.geq(lit(month.start())).and(time.lt(lit(month.end()))));
    }
    Dataset<Row> asked =
        from.rows(lake.readAt(labels, hull), hull, definition.features().labelColumns())
            .where(within);
    Dataset<Row> retrieved =
        new Retrieve(lake)
            .execute(
                new Retrieve.Request(
                    asked, from.eventTime(), hull, from.identity(), definition.features()),
                views)
            .rows();
    return described(
        request.model(), new ModelScorer(request.model().artifact()).score(retrieved), time);
  }

  /** Says of each row which month it belongs to, and what scored it. */
  private static Dataset<Row> described(ScoringModel model, Dataset<Row> scored, Column time) {
    Column month = trunc(time.cast("date"), "MM");
    Column next = add_months(month, 1);
    String day = "yyyy-MM-dd";
    return scored
        .withColumn(
            Predictions.LABEL, col(ModelScorer.PROBABILITY).geq(lit(model.artifact().threshold())))
        .withColumn(Predictions.MODEL_VERSION, lit(model.version()))
        .withColumn(Predictions.FEATURES, lit(model.artifact().origin().features().hex()))
        .withColumn(
            TableSpec.INTERVAL, concat(date_format(month, day), lit("/"), date_format(next, day)))
        .withColumn(TableSpec.INTERVAL_MONTH, month);
  }

  private long write(Request request, Step step, Dataset<Row> rows) {
    ScoringModel model = request.model();
    String time = request.definition().labels().eventTime();
    List<String> profiled = new ArrayList<>(model.artifact().origin().featureColumns());
    profiled.add(ModelScorer.PROBABILITY);
    ProfileObserver observer = new ProfileObserver(profiled.toArray(String[]::new));
    StagedWrite staged =
        step.replaceIntervals(Predictions.table(model, rows.schema(), time), rows, observer);
    TableVersion written = staged.commit();
    Profiles profiles = staged.observed(observer).profiles();
    lake.appendBookkeeping(Predictions.PROFILES, Predictions.profileRows(lake, written, profiles));
    step.record(
        "predictionBatch",
        Map.of(
            "model", model.name(),
            "modelVersion", model.version(),
            "artifact", model.artifact().fingerprint().hex(),
            "features", model.artifact().origin().features().hex(),
            "rows", staged.rows()));
    step.commit();
    return staged.rows();
  }
}
