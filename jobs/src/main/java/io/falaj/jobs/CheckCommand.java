package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.jobs.config.PipelineFolder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "check",
    description = {
      "Check a pipeline's configuration and contracts, without Spark.",
      "",
      "Reads every file of the pipeline and of what it shares with others, and reports all problems"
          + " at once, each with file, line and column."
    },
    footerHeading = "%nExample:%n",
    footer = "  ./falaj check --pipeline flights")
final class CheckCommand implements Callable<Integer> {

  private final Host host;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin ConfigurationOptions configuration = new ConfigurationOptions();
  @Mixin OutputOptions output = new OutputOptions();

  CheckCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    PipelineFolder place = configuration.find(host);
    PipelineConfig config = PipelineConfig.load(place);
    output
        .console(host)
        .result(
            new Result(config.pipeline().pipeline(), true),
            "Pipeline '%s' has no problem.".formatted(config.pipeline().pipeline()));
    return ExitCode.DONE.number();
  }

  /** As {@code --json} prints it. */
  record Result(String pipeline, boolean valid) {}
}
