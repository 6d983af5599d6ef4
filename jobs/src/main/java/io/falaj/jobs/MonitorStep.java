package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.scoring.Monitor;
import io.falaj.scoring.ScoringModel;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.registry.ModelRegistry;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scored months held against the training data, and against what came true. */
final class MonitorStep implements ModelStep {

  @Override
  public String command() {
    return "monitor";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Hold each scored month against the training data, and against what came true.",
            "",
            "Drift of features and predictions comes from profiles that were taken while scoring;"
                + " performance is computed once labels have arrived. Each month is held against"
                + " what the version that scored it has learned from, and recorded under that"
                + " version."),
        "monitor --pipeline flights --model late_arrival --interval 2013-08-01/2014-01-01");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    return new StepPlan(
        command(),
        output,
        interval.toString(),
        List.of(
            "predictions." + output,
            config.model(output).trainingSet().labels().source().toString(),
            config.model(output).trainingSet().table().toString(),
            "monitoring.profiles"),
        List.of("monitoring.drift", "monitoring.performance"));
  }

  @Override
  public StepReport run(Workspace work, String output) {
    ModelRegistry registry = new ModelRegistry(work.lake(), work.keys().trusted());
    Monitor.Result result =
        new Monitor(work.lake())
            .execute(
                new Monitor.Request(
                    work.config().model(output).trainingSet(),
                    output,
                    version -> ScoringModel.of(registry.version(output, version)),
                    work.interval()));
    Map<String, Object> months = new LinkedHashMap<>();
    result
        .performance()
        .forEach((month, evaluation) -> months.put(month.toString(), evaluation.metrics()));
    Map<String, Object> facts = new LinkedHashMap<>();
    Map<String, Object> models = new LinkedHashMap<>();
    result.models().forEach((month, model) -> models.put(month.toString(), model));
    facts.put("models", models);
    facts.put("monitored", ScoreStep.texts(result.monitored()));
    facts.put("performance", months);
    facts.put("drifted", drifted(result));
    return result.monitored().isEmpty()
        ? StepReport.upToDate(command(), output, facts)
        : StepReport.done(command(), output, summary(result), facts);
  }

  private static Map<String, Object> drifted(Monitor.Result result) {
    Map<String, Object> drifted = new LinkedHashMap<>();
    result
        .drift()
        .forEach(
            (month, report) ->
                drifted.put(month.toString(), report.count(ColumnDrift.Outcome.DRIFTED)));
    return drifted;
  }

  private static String summary(Monitor.Result result) {
    DoubleSummaryStatistics auc =
        result.performance().values().stream()
            .mapToDouble(Evaluation::rocAuc)
            .filter(value -> !Double.isNaN(value))
            .summaryStatistics();
    String performance =
        auc.getCount() == 0
            ? "no labels yet"
            : "realized ROC AUC %.3f to %.3f".formatted(auc.getMin(), auc.getMax());
    return "%d months, %s".formatted(result.monitored().size(), performance);
  }
}
