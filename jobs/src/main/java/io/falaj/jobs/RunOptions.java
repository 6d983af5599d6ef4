package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command that runs steps is told, and how it runs them. */
final class RunOptions {

  @Mixin ConfigurationOptions configuration = new ConfigurationOptions();
  @Mixin IntervalOption interval = new IntervalOption();
  @Mixin LakeOptions lake = new LakeOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--dry-run",
      description = "Say what would be read and written, and write nothing.")
  boolean dryRun;

  PipelineConfig config(Host host) {
    return PipelineConfig.load(configuration.find(host));
  }

  DataInterval interval(PipelineConfig config) {
    return interval.of(config);
  }

  Console console(Host host) {
    return output.console(host);
  }

  void printPlans(Host host, List<StepPlan> plans) {
    console(host)
        .result(plans, plans.stream().map(StepPlan::text).collect(Collectors.joining("\n")));
  }

  /** Opens the lake with its books, and runs steps. */
  RunResult run(
      Host host,
      Engine engine,
      String job,
      PipelineConfig config,
      DataInterval asked,
      Consumer<PipelineRun> steps) {
    Keys keys = new Keys(host.keyFolder());
    // An absent key or secret is told before Spark starts.
    keys.signing();
    BookedRun.token(host, config);
    config.residency().check("lake", lake.root(host), "Choose a lake there with --lake");
    String pipeline = config.pipeline().pipeline();
    try (LakeSession session =
            LakeSession.open(
                host,
                engine,
                job,
                pipeline,
                asked,
                lake.root(host),
                config.residency(),
                output.logging());
        BookedRun books = BookedRun.open(host, session.lake(), keys, config)) {
      PipelineRun run =
          books.begin(
              new Workspace(
                  console(host),
                  config,
                  asked,
                  session.lake(),
                  keys,
                  new Connections(host, config)));
      steps.accept(run);
      return new RunResult(pipeline, asked.toString(), run.reports(), run.took());
    }
  }

  /** Runs a step that is a command of its own, whatever the interval, and prints what it did. */
  ExitCode runAlone(Host host, Engine engine, PipelineConfig config, LoneStep step) {
    if (dryRun) {
      printPlans(
          host,
          step.outputs(config).stream()
              .map(output -> step.plan(config, DataInterval.WHOLE, output))
              .toList());
      return ExitCode.DONE;
    }
    RunResult result =
        run(
            host,
            engine,
            step.command(),
            config,
            DataInterval.WHOLE,
            run -> run.run(step, Selection.ALL));
    console(host).result(result.json(), result.text());
    return ExitCode.DONE;
  }
}
