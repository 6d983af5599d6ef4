package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Json;
import io.falaj.lineage.audit.AuditHead;
import io.falaj.lineage.audit.Finding;
import io.falaj.lineage.audit.VerifyAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = "The signed record of who did what to which table version.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExample:%n",
    footer = "  ./falaj audit verify")
final class AuditCommand implements Runnable {

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What about the audit log? There is: verify.");
  }

  @Command(
      name = "verify",
      description = {
        "Check the audit log: links, signatures, and every table's log against it.",
        "",
        "Exit code 3 when records and tables do not agree. Keep the heads that --export writes off"
            + " the lake: given back with --seen, they show a log that was cut."
      },
      footerHeading = "%nExample:%n",
      footer = "  ./falaj audit verify --export heads.json")
  static final class Verify implements Callable<Integer> {

    private final Host host;
    private final Engine engine;

    @Mixin Cli.HelpOption help = new Cli.HelpOption();
    @Mixin QueryOptions options = new QueryOptions();

    @Option(
        names = "--seen",
        paramLabel = "FILE",
        description = "Heads that an earlier verification exported.")
    Optional<Path> seen = Optional.empty();

    @Option(
        names = "--export",
        paramLabel = "FILE",
        description = "Write the heads of all chains to this file.")
    Optional<Path> export = Optional.empty();

    Verify(Host host, Engine engine) {
      this.host = host;
      this.engine = engine;
    }

    @Override
    public Integer call() {
      List<AuditHead> known =
          seen.map(file -> read(host.directory().resolve(file))).orElse(List.of());
      Keys keys = new Keys(host.keyFolder());
      VerifyAudit.Result result =
          options.ask(
              host,
              engine,
              "audit",
              "",
              lake -> new VerifyAudit(lake, keys.trusted()).execute(known));
      if (result.entries() == 0 && result.commits() == 0 && known.isEmpty()) {
        throw new FalajException.Configuration(
            "There is nothing to verify in %s: it holds no lake, or an empty one. Mend --lake."
                .formatted(options.lake.root(host)));
      }
      options.console(host).result(json(result), text(result));
      export.ifPresent(file -> write(host.directory().resolve(file), result.heads()));
      return (result.sound() ? ExitCode.DONE : ExitCode.DATA_REFUSED).number();
    }

    private static List<AuditHead> read(Path file) {
      try {
        return Json.read(Files.readString(file), Heads.class).heads();
      } catch (IOException | IllegalArgumentException e) {
        throw new FalajException.Configuration(
            "The heads of an earlier verification cannot be read from %s (%s). Name a file that --export wrote."
                .formatted(file, e.getMessage()),
            e);
      }
    }

    private static void write(Path file, List<AuditHead> heads) {
      try {
        Files.writeString(file, Json.pretty(new Heads(heads)) + "\n");
      } catch (IOException e) {
        throw new FalajException.Configuration(
            "The heads cannot be written to %s (%s). Name a file that you may write to."
                .formatted(file, e.getMessage()),
            e);
      }
    }

    private static Map<String, Object> json(VerifyAudit.Result result) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("sound", result.sound());
      json.put("chains", result.chains());
      json.put("entries", result.entries());
      json.put("commits", result.commits());
      json.put("findings", result.findings());
      return json;
    }

    private static String text(VerifyAudit.Result result) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "%,d entries of %,d %s, and %,d commits of tables, checked."
              .formatted(
                  result.entries(),
                  result.chains(),
                  result.chains() == 1 ? "run" : "runs",
                  result.commits()));
      for (Finding finding : result.findings()) {
        lines.add("  " + finding);
      }
      long grave = result.findings().stream().filter(finding -> !finding.benign()).count();
      if (!result.sound()) {
        lines.add("NOT SOUND: %,d %s.".formatted(grave, grave == 1 ? "finding" : "findings"));
      } else {
        lines.add(
            result.findings().isEmpty()
                ? "Sound, no finding."
                : "Sound, no finding but those above, which may be innocent.");
      }
      return String.join("\n", lines);
    }

    /** What {@code --export} writes. */
    private record Heads(List<AuditHead> heads) {
      Heads {
        heads = List.copyOf(java.util.Objects.requireNonNull(heads, "heads"));
      }
    }
  }
}
