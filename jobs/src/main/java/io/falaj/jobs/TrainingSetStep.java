package io.falaj.jobs;

import io.falaj.features.BuildTrainingSet;
import io.falaj.features.FeatureView;
import io.falaj.features.TrainingSet;
import io.falaj.features.TrainingSetSpec;
import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Labels joined with features as known at their times. */
final class TrainingSetStep implements ModelStep {

  @Override
  public String command() {
    return "training-set";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Join labels with features as known at their times.",
            "",
            "Makes a table and a manifest that pins every input. The time is that of the model's"
                + " splits, whatever the interval."),
        "training-set --pipeline flights --model late_arrival");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    TrainingSetSpec spec = config.model(output).trainingSet();
    List<String> reads = new ArrayList<>(List.of(spec.labels().source().toString()));
    spec.features().views().stream().map(FeatureView::eventsTable).forEach(t -> reads.add(t + ""));
    return new StepPlan(
        command(), output, spec.hull().toString(), reads, List.of(spec.table().toString()));
  }

  @Override
  public StepReport run(Workspace work, String output) {
    BuildTrainingSet.Result result =
        new BuildTrainingSet(work.lake()).execute(work.config().model(output).trainingSet());
    TrainingSet set = result.trainingSet();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("table", set.table().toString());
    facts.put("rows", set.rows());
    facts.put("features", set.featureColumns().size());
    facts.put("manifest", set.fingerprint().hex());
    facts.put("checksum", set.checksum());
    return result.outcome() == BuildTrainingSet.Outcome.UP_TO_DATE
        ? StepReport.upToDate(command(), output, facts)
        : StepReport.done(
            command(),
            output,
            "%,d rows, %d features, manifest %s"
                .formatted(set.rows(), set.featureColumns().size(), set.fingerprint().brief()),
            facts);
  }
}
