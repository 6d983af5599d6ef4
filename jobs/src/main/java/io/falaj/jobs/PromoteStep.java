package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.training.Promote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The gate's decision about the newest version of a model. */
final class PromoteStep implements ModelStep {

  @Override
  public String command() {
    return "promote";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Make the newest version of a model its champion, if the gate says so.",
            "",
            "The gate holds it against its baseline on rows that neither has seen. Each version is"
                + " decided once; a version that is refused ends the command with exit code 3."),
        "promote --pipeline flights --model late_arrival");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    return new StepPlan(
        command(),
        output,
        config.model(output).trainingSet().hull().toString(),
        List.of("models." + output),
        List.of("models." + output + "_promotions"));
  }

  /** A refusal is a result like others: it does not keep other models from their promotion. */
  @Override
  public StepReport run(Workspace work, String output) {
    try {
      return report(
          output,
          new Promote(work.lake(), work.keys().trusted()).execute(work.config().model(output)));
    } catch (FalajException.DataRefused e) {
      return StepReport.refused(command(), output, String.valueOf(e.getMessage()));
    }
  }

  private StepReport report(String output, Promote.Result result) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("champion", result.model().version());
    facts.put("reasons", result.decision().reasons());
    return result.outcome() == Promote.Outcome.UP_TO_DATE
        ? StepReport.upToDate(command(), output, facts)
        : StepReport.done(
            command(),
            output,
            "version %d is the champion. %s"
                .formatted(result.model().version(), String.join(" ", result.decision().reasons())),
            facts);
  }
}
