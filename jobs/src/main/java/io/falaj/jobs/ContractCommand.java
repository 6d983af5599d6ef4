package io.falaj.jobs;

import io.falaj.jobs.config.ContractFiles;
import io.falaj.lineage.FalajException;
import io.falaj.validation.Contract;
import io.falaj.validation.ContractDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "contract",
    description = "What datasets promise.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer =
        "  ./falaj contract diff old/flights.yaml conf/pipelines/flights/datasets/flights.yaml")
final class ContractCommand implements Runnable {

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "What about the contracts? There is: diff OLD NEW.");
  }

  @Command(
      name = "diff",
      description = {
        "Compare two versions of a contract: each change, whether it is compatible, and why.",
        "",
        "OLD and NEW are dataset files, or folders that hold some: a pipeline's, whose datasets are"
            + " compared by name. Neither the lake nor the data is looked at. Leaves with 0 where"
            + " every change is compatible, with 3 where one is breaking: rows that passed could"
            + " fail, or readers lose what they had."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  git show HEAD:conf/pipelines/flights/datasets/flights.yaml > old.yaml",
        "  ./falaj contract diff old.yaml conf/pipelines/flights/datasets/flights.yaml",
        "  ./falaj contract diff release/conf/pipelines/flights conf/pipelines/flights --json",
      })
  static final class Diff implements Callable<Integer> {

    private final Host host;

    @Mixin Cli.HelpOption help = new Cli.HelpOption();
    @Mixin OutputOptions output = new OutputOptions();

    @Parameters(
        index = "0",
        paramLabel = "OLD",
        description = "The older version: a file or a folder.")
    String old = "";

    @Parameters(
        index = "1",
        paramLabel = "NEW",
        description = "The newer version: a file or a folder.")
    String now = "";

    Diff(Host host) {
      this.host = host;
    }

    @Override
    public Integer call() {
      ContractFiles before = ContractFiles.read(host.directory(), old);
      ContractFiles after = ContractFiles.read(host.directory(), now);
      if (before.folder() != after.folder()) {
        throw new FalajException.Configuration(
            "%s is a folder and %s a file: give two files, or two folders."
                .formatted(before.folder() ? old : now, before.folder() ? now : old));
      }
      ContractChanges result = compare(before.contracts(), after.contracts(), before.folder());
      output.console(host).result(result.json(), result.text());
      return (result.compatible() ? ExitCode.DONE : ExitCode.DATA_REFUSED).number();
    }

    private static ContractChanges compare(
        Map<String, Contract> before, Map<String, Contract> after, boolean byName) {
      if (!byName) {
        return new ContractChanges(
            List.of(
                ContractDiff.between(
                    before.values().iterator().next(), after.values().iterator().next())),
            List.of(),
            List.of());
      }
      List<ContractDiff> diffs = new ArrayList<>();
      Set<String> added = new TreeSet<>(after.keySet());
      Set<String> removed = new TreeSet<>();
      before.forEach(
          (name, was) -> {
            Contract is = after.get(name);
            if (is == null) {
              removed.add(name);
            } else {
              added.remove(name);
              diffs.add(ContractDiff.between(was, is));
            }
          });
      return new ContractChanges(diffs, List.copyOf(added), List.copyOf(removed));
    }
  }
}
