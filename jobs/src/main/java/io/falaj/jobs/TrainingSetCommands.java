package io.falaj.jobs;

import io.falaj.features.BuildTrainingSet;
import io.falaj.features.LeakCheck;
import io.falaj.features.RebuildTrainingSet;
import io.falaj.features.TrainingSet;
import io.falaj.features.TrainingSets;
import io.falaj.jobs.config.PipelineConfig;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code training-set} can be asked beside making one. */
final class TrainingSetCommands {

  private static final String WHICH =
      "The fingerprint of its manifest, or the first 8 digits of that at least; or a training set's"
          + " name, for the one that is there now.";

  private TrainingSetCommands() {}

  static CommandLine addTo(CommandLine step, Host host, Engine engine) {
    CommandLine rebuild = new CommandLine(new Rebuild(host, engine));
    CommandLine.Model.CommandSpec spec = rebuild.getCommandSpec();
    spec.remove(spec.findOption("--interval")); // its time is that of its splits
    return step.addSubcommand(rebuild).addSubcommand(new Leaks(host, engine));
  }

  private static TrainingSet find(Lake lake, String id) {
    TrainingSets sets = new TrainingSets(lake);
    boolean name = !lake.commits(BuildTrainingSet.STEP, id).isEmpty();
    return !name && TrainingSets.isIdentity(id) ? sets.named(id) : sets.newest(id);
  }

  @Command(
      name = "rebuild",
      description = {
        "Make a training set again from its record, and see that it is the same.",
        "",
        "The definitions and the versions of the tables that it was made from are taken from its"
            + " manifest, whatever they are today. Its rows are then in"
            + " training.<name>_rebuilt. Exit code 3 when an input can no longer be read as it was,"
            + " or something else comes out."
      },
      footerHeading = "%nExample:%n",
      footer = "  ./falaj training-set rebuild 1f0c9a4e --pipeline flights")
  static final class Rebuild implements Callable<Integer> {

    private final Host host;
    private final Engine engine;

    @Mixin Cli.HelpOption help = new Cli.HelpOption();
    @Mixin RunOptions options = new RunOptions();

    @Parameters(paramLabel = "ID", description = WHICH)
    String id = "";

    Rebuild(Host host, Engine engine) {
      this.host = host;
      this.engine = engine;
    }

    @Override
    public Integer call() {
      PipelineConfig config = options.config(host);
      return options.runAlone(host, engine, config, new RebuildStep(id)).number();
    }
  }

  /** One rebuild, as the run sees it. */
  private record RebuildStep(String id) implements LoneStep {

    @Override
    public String command() {
      return "training-set rebuild";
    }

    @Override
    public Noun noun() {
      return Noun.MODEL;
    }

    @Override
    public List<String> outputs(PipelineConfig config) {
      return List.of(id);
    }

    @Override
    public StepPlan plan(PipelineConfig config, DataInterval interval, String output) {
      return new StepPlan(
          command(),
          output,
          interval.toString(),
          List.of("what its manifest names"),
          List.of("training.<name>_rebuilt"));
    }

    @Override
    public StepReport run(Workspace work, String output) {
      TrainingSet set = find(work.lake(), output);
      RebuildTrainingSet.Result result = new RebuildTrainingSet(work.lake()).execute(set);
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("training_set", set.name());
      facts.put("manifest", set.fingerprint().hex());
      facts.put("table", result.table().toString());
      facts.put("rows", set.rows());
      facts.put("checksum", set.checksum());
      return StepReport.done(
          command(),
          output,
          "the same %,d rows, checksum %s, now in %s"
              .formatted(set.rows(), set.checksum(), result.table()),
          facts);
    }
  }

  @Command(
      name = "leaks",
      description = {
        "Join a training set's labels again as if everything had been known a little later, and say"
            + " which features move.",
        "",
        "One that does hangs on what became known in the last moment before its labels. Look whether"
            + " it was known then at all, or tells of the very thing that is to be predicted."
      },
      footerHeading = "%nExample:%n",
      footer = "  ./falaj training-set leaks late_arrival")
  static final class Leaks implements Callable<Integer> {

    private final Host host;
    private final Engine engine;

    @Mixin Cli.HelpOption help = new Cli.HelpOption();
    @Mixin QueryOptions options = new QueryOptions();

    @Parameters(paramLabel = "ID", description = WHICH)
    String id = "";

    @Option(
        names = "--late",
        paramLabel = "DURATION",
        description = "How much later, in ISO 8601 (default: ${DEFAULT-VALUE}, a second).")
    String late = "PT1S";

    Leaks(Host host, Engine engine) {
      this.host = host;
      this.engine = engine;
    }

    @Override
    public Integer call() {
      Duration by = duration();
      LeakCheck.Result result =
          options.ask(
              host,
              engine,
              "training-set leaks",
              "",
              lake -> new LeakCheck(lake).execute(find(lake, id), by));
      options.console(host).result(json(result), text(result));
      return ExitCode.DONE.number();
    }

    private Duration duration() {
      try {
        Duration by = Duration.parse(late);
        if (by.compareTo(Duration.ofNanos(1000)) >= 0 && by.compareTo(Duration.ofDays(365)) <= 0) {
          return by;
        }
      } catch (DateTimeParseException e) {
        // Told below, with what is wrong with the others.
      }
      throw new FalajException.Configuration(
          "'--late %s' is no duration from a microsecond to a year. Write one in ISO 8601, such as PT1S or P1D."
              .formatted(late));
    }

    private Map<String, Object> json(LeakCheck.Result result) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("training_set", id);
      json.put("late", result.late().toString());
      json.put("labels", result.labels());
      json.put("features", result.features());
      return json;
    }

    private static String text(LeakCheck.Result result) {
      List<LeakCheck.Moved> moved =
          result.features().stream().filter(feature -> feature.moved() > 0).toList();
      List<String> lines = new ArrayList<>();
      lines.add(
          "%,d of %,d features move when everything is known %s later, of %,d labels:"
              .formatted(
                  moved.size(),
                  result.features().size(),
                  io.falaj.lineage.html.Numbers.duration(result.late()).replace('\u00A0', ' '),
                  result.labels()));
      if (moved.isEmpty()) {
        return lines.get(0).replace(" labels:", " labels.");
      }
      for (LeakCheck.Moved feature : moved) {
        lines.add(
            "  %-32s %,10d labels (%.2f %%)  %s"
                .formatted(
                    feature.column(),
                    feature.moved(),
                    100.0 * feature.moved() / result.labels(),
                    feature.from()));
      }
      return String.join("\n", lines);
    }
  }
}
