package io.falaj.jobs;

import io.falaj.features.DiffViews;
import io.falaj.features.FeatureView;
import io.falaj.features.ViewReleases;
import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "features",
    description = "Versions of feature views.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer = "  ./falaj features diff --pipeline flights")
final class FeaturesCommand implements Runnable {

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Spec CommandSpec spec = CommandSpec.create();

  static CommandLine line(Host host, Engine engine) {
    CommandLine release = new CommandLine(new Release(host, engine));
    CommandSpec spec = release.getCommandSpec();
    spec.remove(spec.findOption("--interval")); // a name stands for the whole of a table
    return new CommandLine(new FeaturesCommand())
        .addSubcommand(new Diff(host, engine))
        .addSubcommand(release);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "What about the features? There is: diff, release VIEW.");
  }

  @Command(
      name = "diff",
      description = {
        "Hold feature views against what their tables were made by: each change, whether it is"
            + " compatible, and what would be made because of it.",
        "",
        "Blanks, descriptions and the order of features are no change. Leaves with 0 where every"
            + " change is compatible, with 3 where one is breaking: a name would mean something"
            + " else. Such a view needs another version, and materialize refuses it as it is."
      },
      footerHeading = "%nExample:%n",
      footer = "  ./falaj features diff --pipeline flights --json")
  static final class Diff implements Callable<Integer> {

    private final Host host;
    private final Engine engine;

    @Mixin Cli.HelpOption help = new Cli.HelpOption();
    @Mixin ConfigurationOptions configuration = new ConfigurationOptions();
    @Mixin QueryOptions options = new QueryOptions();

    Diff(Host host, Engine engine) {
      this.host = host;
      this.engine = engine;
    }

    @Override
    public Integer call() {
      PipelineConfig config = PipelineConfig.load(configuration.find(host));
      String pipeline = config.pipeline().pipeline();
      ViewDiffs diffs =
          new ViewDiffs(
              options.ask(
                  host,
                  engine,
                  "features diff",
                  pipeline,
                  lake ->
                      new DiffViews(lake).execute(config.catalog().views().values(), pipeline)));
      options.console(host).result(diffs.json(), diffs.text());
      return (diffs.compatible() ? ExitCode.DONE : ExitCode.DATA_REFUSED).number();
    }
  }

  @Command(
      name = "release",
      description = {
        "Let a view's name stand for one of its versions in SQL.",
        "",
        "lake.features.<view> is the first version that was materialized, until another is released;"
            + " <view>_v<version> is always that one. To go back, release the version before."
            + " Models say themselves which version they want, and go on with it."
      },
      footerHeading = "%nExample:%n",
      footer = "  ./falaj features release carrier_delays_v2 --pipeline flights")
  static final class Release implements Callable<Integer> {

    private final Host host;
    private final Engine engine;

    @Mixin Cli.HelpOption help = new Cli.HelpOption();
    @Mixin RunOptions options = new RunOptions();

    @Parameters(paramLabel = "VIEW", description = "The version, as <view>_v<version>.")
    String view = "";

    Release(Host host, Engine engine) {
      this.host = host;
      this.engine = engine;
    }

    @Override
    public Integer call() {
      PipelineConfig config = options.config(host);
      FeatureView wanted =
          config
              .catalog()
              .view(view)
              .orElseThrow(
                  () ->
                      new FalajException.Configuration(
                          "The pipeline has no stored feature view '%s'.%s"
                              .formatted(
                                  view,
                                  Problems.suggest(view, config.catalog().views().keySet()))));
      return options.runAlone(host, engine, config, new ReleaseStep(wanted)).number();
    }
  }

  /** One release, as the run sees it. */
  private record ReleaseStep(FeatureView view) implements LoneStep {

    @Override
    public String command() {
      return "features release";
    }

    @Override
    public Noun noun() {
      return Noun.VIEW;
    }

    @Override
    public List<String> outputs(PipelineConfig config) {
      return List.of(view.name());
    }

    @Override
    public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
      return new StepPlan(
          command(),
          view.name(),
          interval.toString(),
          List.of(view.valuesTable().toString()),
          List.of("features.releases"));
    }

    @Override
    public StepReport run(Workspace work, String output) {
      Optional<TableName> before = new ViewReleases(work.lake()).release(view);
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("view", view.name());
      facts.put("released", view.valuesTable().toString());
      before.ifPresent(table -> facts.put("before", table.toString()));
      if (before.equals(Optional.of(view.valuesTable()))) {
        return StepReport.upToDate(command(), output, facts);
      }
      return StepReport.done(
          command(),
          output,
          "features.%s stands for %s now%s"
              .formatted(
                  view.name(),
                  view.valuesTable(),
                  before.map(table -> ", and stood for " + table + " before").orElse("")),
          facts);
    }
  }
}
