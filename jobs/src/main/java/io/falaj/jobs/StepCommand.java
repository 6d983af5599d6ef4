package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  private final @Nullable PipelineStep narrow;
  private @Nullable OptionSpec named;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin RunOptions options = new RunOptions();

  private StepCommand(Host host, Engine engine, PipelineStep step, @Nullable PipelineStep narrow) {
    this.host = host;
    this.engine = engine;
    this.step = step;
    this.narrow = narrow;
  }

  static CommandLine of(Host host, Engine engine, PipelineStep step) {
    return of(host, engine, step, null);
  }

  /**
   * A command that takes another step where what that one makes is named.
   *
   * @param narrow what it then does
   */
  static CommandLine of(
      Host host, Engine engine, PipelineStep step, @Nullable PipelineStep narrow) {
    StepCommand command = new StepCommand(host, engine, step, narrow);
    CommandLine line = new CommandLine(command);
    CommandSpec spec = line.getCommandSpec().name(step.command());
    spec.usageMessage()
        .description(step.help().text().toArray(String[]::new))
        .footerHeading("%nExample:%n")
        .footer("  ./falaj " + step.help().example());
    if (narrow != null) {
      spec.addOption(
          command.selection(narrow, "Instead of the %s: this %s; may be given several times."));
    } else if (step.noun() != PipelineStep.Noun.PIPELINE) {
      spec.addOption(
          command.selection(
              step, "Only this %2$s; may be given several times (default: all of the pipeline)."));
    }
    return line;
  }

  private OptionSpec selection(PipelineStep of, String description) {
    OptionSpec option =
        OptionSpec.builder("--" + of.noun().word())
            .paramLabel("NAME")
            .arity("1")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description(description.formatted(step.noun().word(), of.noun().word()))
            .build();
    named = option;
    return option;
  }

  /** What the option named, each time that it was given. */
  private List<String> names() {
    List<String> given = named == null ? null : named.getValue();
    return given == null ? List.of() : given;
  }

  @Override
  public Integer call() {
    PipelineConfig config = options.config(host);
    DataInterval interval = options.interval(config);
    List<String> names = names();
    Selection selection = new Selection(names);
    PipelineStep taken = narrow == null || names.isEmpty() ? step : narrow;
    List<String> outputs = selection.of(taken, config);
    outputs.forEach(output -> taken.checkInterval(config, interval, output));
    if (options.dryRun) {
      List<StepPlan> plans =
          outputs.stream().map(output -> taken.plan(config, interval, output)).toList();
      options.printPlans(host, plans);
      return ExitCode.DONE.number();
    }
    Connections connections = new Connections(host, config);
    outputs.forEach(output -> taken.check(connections, config, output));
    RunResult result =
        options.run(
            host, engine, step.command(), config, interval, run -> run.run(taken, selection));
    options.console(host).result(result.json(), result.text());
    result.throwIfRefused();
    return ExitCode.DONE.number();
  }
}
