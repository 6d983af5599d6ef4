package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.config.Problems;
import io.falaj.training.registry.ModelRegistry;
import io.falaj.training.registry.ModelVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "models",
    description = {
      "List the registry: every version of every model, and which one is the champion.",
      "",
      "The files and signature of each version are checked while it is read."
    },
    footerHeading = "%nExample:%n",
    footer = "  ./falaj models late_arrival")
final class ModelsCommand implements Callable<Integer> {

  private final Host host;
  private final Engine engine;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin QueryOptions options = new QueryOptions();

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description = "One model (default: all of the lake).")
  Optional<String> model = Optional.empty();

  ModelsCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    List<Entry> entries = options.ask(host, engine, "models", "", this::entries);
    options
        .console(host)
        .result(
            entries.stream().map(Entry::json).toList(),
            entries.isEmpty()
                ? "The lake has no model. Run ./falaj train first."
                : entries.stream().map(Entry::text).collect(Collectors.joining("\n")));
    return ExitCode.DONE.number();
  }

  private List<Entry> entries(Lake lake) {
    ModelRegistry registry = new ModelRegistry(lake, new Keys(host.keyFolder()).trusted());
    List<Entry> entries = new ArrayList<>();
    for (String name : names(registry)) {
      Optional<Long> champion = registry.promotions(name).champion();
      for (ModelVersion version : registry.versions(name)) {
        registry.version(name, version.version());
        entries.add(new Entry(name, version, champion.equals(Optional.of(version.version()))));
      }
    }
    return entries;
  }

  private List<String> names(ModelRegistry registry) {
    List<String> known = registry.models();
    if (model.isPresent() && !known.contains(model.get())) {
      throw new FalajException.Configuration(
          "The lake has no model '%s'.%s"
              .formatted(model.get(), Problems.suggest(model.get(), known)));
    }
    return model.map(List::of).orElse(known);
  }

  /** A line of the list. */
  private record Entry(String name, ModelVersion version, boolean champion) {

    Map<String, Object> json() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("model", name);
      row.put("version", version.version());
      row.put("champion", champion);
      row.put("artifact", version.artifact().hex());
      row.put("training_set", version.trainingSet());
      row.put("signed_with", version.signature().keyId());
      row.put("gate", version.gate());
      return row;
    }

    String text() {
      return "%-24s %-9s ROC AUC %.4f  log loss %.4f  trained on %s  artifact %s  signed with %s"
          .formatted(
              name + ":" + version.version(),
              champion ? "champion" : "",
              version.gate().getOrDefault("roc_auc", Double.NaN),
              version.gate().getOrDefault("log_loss", Double.NaN),
              version.trainingSet(),
              version.artifact().brief(),
              version.signature().keyId());
    }
  }
}
