package io.falaj.jobs;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line: every command, and what is the same for all of them. */
final class Cli {

  private final Host host;
  private final Engine engine;

  Cli(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  /** Runs one command line and returns what to leave with. */
  int run(String... arguments) {
    CommandLine line = commandLine();
    Failures failures = new Failures(host);
    line.setParameterExceptionHandler(new UsageErrors(host));
    line.setExecutionExceptionHandler(
        (thrown, command, result) -> failures.report(thrown).number());
    try {
      return line.execute(arguments);
    } catch (Error e) {
      return failures.report(e).number();
    }
  }

  CommandLine commandLine() {
    CommandLine line = new CommandLine(new Root());
    commands().forEach(command -> line.addSubcommand(command));
    line.setOut(new java.io.PrintWriter(host.out(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setErr(new java.io.PrintWriter(host.err(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    return line;
  }

  /** In the order in which help lists them. */
  private List<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    commands.add(new CommandLine(new DemoCommand(host, engine)));
    commands.add(new CommandLine(new RunCommand(host, engine)));
    for (PipelineStep step : PipelineSteps.all()) {
      commands.add(command(step));
    }
    commands.add(StepCommand.of(host, engine, new ReplayStep()));
    commands.add(new CommandLine(new CheckCommand(host)));
    commands.add(
        new CommandLine(new ContractCommand()).addSubcommand(new ContractCommand.Diff(host)));
    commands.add(FeaturesCommand.line(host, engine));
    commands.add(new CommandLine(new SuggestCommand(host, engine)));
    commands.add(new CommandLine(new SqlCommand(host, engine)));
    commands.add(new CommandLine(new CatalogCommand(host, engine)));
    commands.add(new CommandLine(new LineageCommand(host, engine)));
    commands.add(
        new CommandLine(new AuditCommand()).addSubcommand(new AuditCommand.Verify(host, engine)));
    commands.add(new CommandLine(new ModelsCommand(host, engine)));
    commands.add(new CommandLine(new KeysCommand()).addSubcommand(new KeysCommand.Create(host)));
    return commands;
  }

  private CommandLine command(PipelineStep step) {
    if (step instanceof ReportStep) {
      return StepCommand.of(host, engine, step, new DatasetReportStep());
    }
    CommandLine command = StepCommand.of(host, engine, step);
    return step instanceof TrainingSetStep
        ? TrainingSetCommands.addTo(command, host, engine)
        : command;
  }

  @Command(
      name = "falaj",
      mixinStandardHelpOptions = true,
      versionProvider = VersionLine.class,
      synopsisSubcommandLabel = "COMMAND",
      description = "Features, models and scores from one lake of Delta tables, on your own Spark.",
      footerHeading = "%nExample:%n",
      footer = {
        "  ./falaj demo",
        "  ./falaj COMMAND --help",
        "",
        "From a checkout there are also ./falaj test (every test) and ./falaj bench --list.",
        "Exit codes: 0 done, 2 wrong usage or configuration, 3 data refused, 4 try again, 1 our"
            + " fault.",
      })
  private static final class Root implements Runnable {
    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new CommandLine.ParameterException(spec.commandLine(), "No command is given.");
    }
  }

  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Build.current().toString()};
    }
  }

  /** {@code --help}, for each command. */
  static final class HelpOption {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and leave.")
    boolean help;
  }
}
