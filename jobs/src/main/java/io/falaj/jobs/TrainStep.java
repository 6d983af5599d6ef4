package io.falaj.jobs;

import io.falaj.features.Split;
import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.training.ModelSpec;
import io.falaj.training.Train;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.registry.RegisteredModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model and its baseline, trained, signed and registered. */
final class TrainStep implements ModelStep {

  @Override
  public String command() {
    return "train";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Train a model and its baseline on the newest training set.",
            "",
            "Every slot of the cluster holds a replica of the DL4J network. The result is"
                + " evaluated, signed and registered as the model's next version; promote decides"
                + " whether it is used."),
        "train --pipeline flights --model late_arrival");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    ModelSpec spec = config.model(output);
    return new StepPlan(
        command(),
        output,
        spec.trainingSet().hull().toString(),
        List.of(spec.trainingSet().table().toString()),
        List.of("models." + output));
  }

  @Override
  public StepReport run(Workspace work, String output) {
    Train.Result result =
        new Train(work.lake(), work.keys().signing(), work.keys().trusted())
            .execute(work.config().model(output));
    RegisteredModel model = result.model();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("version", model.version());
    facts.put("artifact", model.artifact().fingerprint().hex());
    gate(model).ifPresent(gate -> facts.put("gate", gate.metrics()));
    if (result.outcome() == Train.Outcome.UP_TO_DATE) {
      return StepReport.upToDate(command(), output, facts);
    }
    String quality =
        gate(model)
            .map(
                gate ->
                    "; on the gate's rows ROC AUC %.4f, log loss %.4f"
                        .formatted(gate.rocAuc(), gate.logLoss()))
            .orElse("");
    return StepReport.done(
        command(),
        output,
        "version %d, %d epochs%s"
            .formatted(model.version(), model.artifact().losses().size(), quality),
        facts);
  }

  private static Optional<Evaluation> gate(RegisteredModel model) {
    return Optional.ofNullable(model.artifact().evaluations().get(Split.GATE.text()));
  }
}
