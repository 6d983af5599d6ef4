package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "run",
    description = {
      "Run every step of a pipeline for an interval, in order, in one Spark application.",
      "",
      "What is up to date is skipped, so a run that was interrupted goes on where it was when it"
          + " is started again. Needs a signing key: ./falaj keys create makes one."
    },
    footerHeading = "%nExample:%n",
    footer = "  ./falaj run --pipeline flights --interval 2013-01-01/2014-01-01")
final class RunCommand implements Callable<Integer> {

  private final Host host;
  private final Engine engine;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin RunOptions options = new RunOptions();

  RunCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    PipelineConfig config = options.config(host);
    DataInterval interval = options.interval(config);
    List<PipelineStep> steps = PipelineSteps.of(config);
    for (PipelineStep step : steps) {
      step.outputs(config).forEach(output -> step.checkInterval(config, interval, output));
    }
    if (options.dryRun) {
      List<StepPlan> plans = new ArrayList<>();
      for (PipelineStep step : steps) {
        step.outputs(config).forEach(output -> plans.add(step.plan(config, interval, output)));
      }
      options.printPlans(host, plans);
      return ExitCode.DONE.number();
    }
    Connections connections = new Connections(host, config);
    for (PipelineStep step : steps) {
      step.outputs(config).forEach(output -> step.check(connections, config, output));
    }
    RunResult result = options.run(host, engine, "run", config, interval, run -> run.runAll(steps));
    options.console(host).result(result.json(), result.text());
    return ExitCode.DONE.number();
  }
}
