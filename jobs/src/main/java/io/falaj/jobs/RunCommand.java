package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--model",
      paramLabel = "NAME",
      arity = "1",
      description =
          "Beside datasets and views, this model only; may be given several times (default: all).")
  List<String> models = List.of();

  RunCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    PipelineConfig config = options.config(host);
    DataInterval interval = options.interval(config);
    List<PipelineStep> steps = PipelineSteps.of(config);
    Selection selection = new Selection(models);
    if (!models.isEmpty()) {
      selection.of(new TrainStep(), config);
    }
    List<StepPlan> plans = PipelineSteps.plans(config, interval, selection);
    if (options.dryRun) {
      options.printPlans(host, plans);
      return ExitCode.DONE.number();
    }
    Connections connections = new Connections(host, config);
    for (PipelineStep step : steps) {
      step.outputs(config).forEach(output -> step.check(connections, config, output));
    }
    RunResult result =
        options.run(host, engine, "run", config, interval, run -> run.runAll(steps, selection));
    options.console(host).result(result.json(), result.text());
    result.throwIfRefused();
    return ExitCode.DONE.number();
  }
}
