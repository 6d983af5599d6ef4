package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.jobs.config.PipelineFolder;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.signing.SigningKey;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Run the pipeline 'flights', whole, on the sample that comes with Falaj.",
      "",
      "Real flights become features, a DL4J network that predicts late arrivals, scores, drift and"
          + " a report. Makes a signing key when there is none. Run again, it finds nothing to do."
    },
    footerHeading = "%nExample:%n",
    footer = "  ./falaj demo")
final class DemoCommand implements Callable<Integer> {

  private static final String PIPELINE = "flights";

  private final Host host;
  private final Engine engine;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin LakeOptions lake = new LakeOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--dry-run",
      description = "Say what would be read and written, and write nothing.")
  boolean dryRun;

  DemoCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    PipelineConfig config = PipelineConfig.load(pipeline());
    RunOptions options = new RunOptions();
    options.lake = lake;
    options.output = output;
    if (dryRun) {
      options.printPlans(
          host, PipelineSteps.plans(config, config.pipeline().interval(), Selection.ALL));
      return ExitCode.DONE.number();
    }
    makeKey();
    RunResult result =
        options.run(
            host,
            engine,
            "demo",
            config,
            config.pipeline().interval(),
            run -> run.runAll(PipelineSteps.of(config), Selection.ALL));
    options.console(host).result(result.json(), result.text() + "\n" + next());
    result.throwIfRefused();
    return ExitCode.DONE.number();
  }

  private PipelineFolder pipeline() {
    Path conf = host.home().orElse(host.directory()).resolve("conf");
    if (!conf.resolve("pipelines").resolve(PIPELINE).toFile().isDirectory()) {
      throw new FalajException.Configuration(
          "The demo's pipeline is not in %s. Start it from a checkout, as ./falaj demo."
              .formatted(conf));
    }
    return PipelineFolder.find(conf, host.directory(), Optional.of(PIPELINE));
  }

  private void makeKey() {
    Keys keys = new Keys(host.keyFolder());
    if (!keys.exist()) {
      SigningKey key = SigningKey.create(keys.folder());
      output
          .console(host)
          .progress("Made signing key %s in %s.".formatted(key.keyId(), keys.folder()));
    }
  }

  private String next() {
    String where = lake.isDefault() ? "" : " --lake " + lake.lake;
    return """
        Next:
          ./falaj sql "SELECT * FROM lake.predictions.late_arrival LIMIT 5"%1$s
          ./falaj lineage predictions.late_arrival flight_id=2013-12-24-UA-1400-EWR-0515%1$s"""
        .formatted(where);
  }
}
