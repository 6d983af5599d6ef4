package io.falaj.scoring;

import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.scoring.report.ModelCard;
import io.falaj.scoring.report.ReportModel;
import io.falaj.scoring.report.ReportPage;
import io.falaj.training.model.ModelArtifact;
import java.util.List;
import java.util.Optional;

/**
 * Draws a pipeline's report from the lake's own records, as one HTML file. No row of data is read,
 * and the same records give the same bytes.
 */
public final class Report {

  private final Lake lake;

  public Report(Lake lake) {
    this.lake = lake;
  }

  /**
   * What to report on.
   *
   * @param pipeline the pipeline's name
   * @param description what it is for
   * @param datasets the datasets that it ingests
   * @param model the model that it scores with, if it has any
   * @param interval which intervals to show
   */
  public record Request(
      String pipeline,
      String description,
      List<String> datasets,
      Optional<Model> model,
      DataInterval interval) {

    public Request {
      datasets = List.copyOf(datasets);
    }
  }

  /**
   * The model to show.
   *
   * @param definition where its rows and features come from
   * @param scoring the version that scores, or the one trained last while there is none
   * @param baseline what was trained beside it for comparison, if it is there
   * @param decision what the gate said of it
   * @param reasons why, in sentences
   * @param signedWith the identifier of the key that signed it
   */
  public record Model(
      TrainingSetSpec definition,
      ScoringModel scoring,
      Optional<ModelArtifact> baseline,
      ModelCard.Decision decision,
      List<String> reasons,
      String signedWith) {

    public Model {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The report.
   *
   * @param model all that it shows
   * @param html the file's bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Result(ReportModel model, byte[] html) {}

  /**
   * Draws the report; that of a lake without anything says what to run.
   *
   * @throws io.falaj.lineage.FalajException.DataRefused if the lake has data, and none of the
   *     interval
   */
  public Result execute(Request request) {
    DataInterval interval = request.interval();
    IngestedTime.of(lake, request.datasets()).checkReaches(interval, request.pipeline());
    Optional<ModelRecords> records = request.model().map(ModelRecords::new);
    QualityRecords quality = new QualityRecords(lake, interval, request.datasets());
    RunRecords runs = new RunRecords(lake, request.pipeline(), interval);
    Optional<MonitoringRecords> monitoring =
        request.model().map(model -> new MonitoringRecords(lake, model.scoring().name(), interval));
    ReportModel report =
        new ReportModel(
            request.pipeline(),
            request.description(),
            interval,
            lake.run().codeVersion(),
            records.map(ModelRecords::card),
            quality.tables(),
            quality.reasons(),
            records.flatMap(ModelRecords::curves),
            records.map(ModelRecords::evaluations).orElse(List.of()),
            monitoring.map(MonitoringRecords::months).orElse(List.of()),
            monitoring.map(MonitoringRecords::drift).orElse(List.of()),
            request
                .model()
                .map(model -> new FeatureRecords(lake, model.definition()).rows(model.scoring()))
                .orElse(List.of()),
            runs.lineage(),
            runs.timings());
    return new Result(report, ReportPage.of(report).bytes());
  }
}
