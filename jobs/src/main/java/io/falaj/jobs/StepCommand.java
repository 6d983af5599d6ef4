package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** One step of a pipeline as a command. */
@Command
final class StepCommand implements Callable<Integer> {

  private final Host host;
  private final Engine engine;
  private final PipelineStep step;
  private List<String> names = List.of();

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin RunOptions options = new RunOptions();

  private StepCommand(Host host, Engine engine, PipelineStep step) {
    this.host = host;
    this.engine = engine;
    this.step = step;
  }

  static CommandLine of(Host host, Engine engine, PipelineStep step) {
    StepCommand command = new StepCommand(host, engine, step);
    CommandLine line = new CommandLine(command);
    CommandSpec spec = line.getCommandSpec().name(step.command());
    spec.usageMessage()
        .description(step.help().text().toArray(String[]::new))
        .footerHeading("%nExample:%n")
        .footer("  ./falaj " + step.help().example());
    if (step.noun() != PipelineStep.Noun.PIPELINE) {
      spec.addOption(command.selection());
    }
    return line;
  }

  private OptionSpec selection() {
    return OptionSpec.builder("--" + step.noun().word())
        .paramLabel("NAME")
        .arity("1")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .description(
            "Only this %s; may be given several times (default: all of the pipeline)."
                .formatted(step.noun().word()))
        .setter(
            new CommandLine.Model.ISetter() {
              @Override
              @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
              public <T> T set(T value) {
                List<String> given = (List<String>) value;
                names = given == null ? List.of() : new ArrayList<>(given);
                return value;
              }
            })
        .build();
  }

  @Override
  public Integer call() {
    PipelineConfig config = options.config(host);
    DataInterval interval = options.interval(config);
    Selection selection = new Selection(names);
    List<String> outputs = selection.of(step, config);
    if (options.dryRun) {
      List<StepPlan> plans =
          outputs.stream().map(output -> step.plan(config, interval, output)).toList();
      options.printPlans(host, plans);
      return ExitCode.DONE.number();
    }
    RunResult result =
        options.run(
            host, engine, step.command(), config, interval, run -> run.run(step, selection));
    options.console(host).result(result.json(), result.text());
    return ExitCode.DONE.number();
  }
}
