package io.falaj.jobs;

import io.falaj.jobs.config.PipelineConfig;
import io.falaj.jobs.config.PipelineFolder;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Residency;
import io.falaj.validation.Column;
import io.falaj.validation.Contract;
import io.falaj.validation.PersonalData;
import io.falaj.validation.Source;
import io.falaj.validation.suggest.SuggestContract;
import io.falaj.validation.suggest.SuggestContract.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "suggest",
    description = {
      "Write a first contract of a dataset from its data.",
      "",
      "Reads source files, which need not be in the lake and need no contract, and writes one that"
          + " they meet: columns with types, keys, event time, personal data, and expectations with"
          + " a margin, each line with what speaks for it. Without --source, the files of a dataset"
          + " that the pipeline has are read as its contract says, and its personal columns stay"
          + " such. Nothing is written to the lake."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./falaj suggest --source orders.csv --dataset orders",
      "  ./falaj suggest --source 'in/*.json.gz' --dataset visits --pipeline web \\",
      "      --output conf/pipelines/web/datasets/visits.yaml",
      "  ./falaj suggest --pipeline flights --dataset flights",
    })
final class SuggestCommand implements Callable<Integer> {

  private final Host host;
  private final Engine engine;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      required = true,
      description = "The dataset's name; without --source one that the pipeline has.")
  String dataset = "";

  @Mixin SourceOptions source = new SourceOptions();
  @Mixin ConfigurationOptions configuration = new ConfigurationOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write it to a new file; one that is there is never overwritten.")
  Optional<Path> file = Optional.empty();

  SuggestCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    Contract.nameProblem(dataset)
        .ifPresent(
            problem -> {
              throw new FalajException.Configuration(problem);
            });
    Optional<Path> target = file.map(host.directory()::resolve).map(Path::normalize);
    target.ifPresent(SuggestCommand::checkNew);
    Request request = request();
    SuggestContract.Result result;
    try (LakeSession session =
        LakeSession.open(
            host,
            engine,
            "suggest",
            "",
            DataInterval.WHOLE,
            new LakeOptions().root(host),
            Residency.ANYWHERE, // it is read, and not written
            output.logging())) {
      result = new SuggestContract(session.lake()).execute(request);
    }
    target.ifPresent(path -> write(path, result.yaml()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dataset", dataset);
    json.put("records", result.records());
    json.put("unparsed", result.unparsed());
    json.put("keys", result.keys());
    json.put("contract", result.yaml());
    target.ifPresent(path -> json.put("file", path.toString()));
    output
        .console(host)
        .result(
            json,
            target
                .map(path -> "Wrote " + path + ".")
                .orElseGet(() -> result.yaml().stripTrailing()));
    return ExitCode.DONE.number();
  }

  private Request request() {
    if (source.given()) {
      Optional<PipelineFolder> place =
          configuration.pipeline.isPresent()
              ? Optional.of(configuration.find(host))
              : Optional.empty();
      return source.request(dataset, host.directory(), place.map(PipelineFolder::folder));
    }
    source.refuseAlone();
    PipelineConfig config = PipelineConfig.load(configuration.find(host));
    Contract contract = config.dataset(dataset);
    if (!(contract.source() instanceof Source.Files files)) {
      throw new FalajException.Configuration(
          "Dataset %s comes from a table, and contracts are suggested from files. Name one with --source."
              .formatted(dataset));
    }
    return new Request(
        dataset,
        files.place(config.place().folder().toString()),
        files.place(),
        files.format(),
        Set.of(),
        personal(contract));
  }

  /** The source's columns that relate to persons. */
  private static Map<String, PersonalData> personal(Contract contract) {
    Map<String, PersonalData> personal = new LinkedHashMap<>();
    for (Column column : contract.columns()) {
      if (column.origin() instanceof Column.FromSource from) {
        column.personal().ifPresent(how -> personal.putIfAbsent(from.column(), how));
      }
    }
    return personal;
  }

  private static void checkNew(Path path) {
    if (Files.exists(path)) {
      throw there(path);
    } else if (path.getParent() == null || !Files.isDirectory(path.getParent())) {
      throw new FalajException.Configuration(
          "The folder of %s is not there. Make it, or name another file with --output."
              .formatted(path));
    }
  }

  private static FalajException there(Path path) {
    return new FalajException.Configuration(
        "%s is there already, and is not overwritten. Name another file with --output, and compare the two with ./falaj contract diff."
            .formatted(path));
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw there(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
