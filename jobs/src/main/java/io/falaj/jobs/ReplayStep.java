package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.validation.Contract;
import io.falaj.validation.Replay;
import java.util.List;
import java.util.Map;

/** Rows of raw through a contract that was mended; no part of a run, for people to ask for. */
final class ReplayStep implements DatasetStep {

  @Override
  public String command() {
    return "replay";
  }

  @Override
  public StepHelp help() {
    return new StepHelp(
        List.of(
            "Put quarantined rows through a contract that was mended.",
            "",
            "Works on what raw holds: a row that meets the contract now moves from quarantine to"
                + " clean, and the other way round. A source is read only where the way of reading"
                + " it was mended, such as its quote or null_value."),
        "replay --pipeline flights --dataset weather");
  }

  @Override
  public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
    Contract contract = DatasetStep.contract(config, output);
    return new StepPlan(
        command(),
        output,
        interval.toString(),
        List.of(contract.raw().toString()),
        List.of(contract.clean().toString(), contract.quarantine().toString()));
  }

  @Override
  public StepReport run(Workspace work, String output) {
    Replay.Result result =
        new Replay(work.lake(), work.connections()::of)
            .execute(
                DatasetStep.contract(work.config(), output),
                work.config().place().folder().toString(),
                work.interval());
    Map<String, Object> facts =
        Map.of(
            "intervals", result.replayed().size(),
            "clean", result.report().clean(),
            "quarantined", result.report().quarantined());
    return result.replayed().isEmpty()
        ? StepReport.upToDate(command(), output, facts)
        : StepReport.done(
            command(),
            output,
            "%d intervals: %,d rows clean, %,d in quarantine"
                .formatted(
                    result.replayed().size(),
                    result.report().clean(),
                    result.report().quarantined()),
            facts);
  }
}
