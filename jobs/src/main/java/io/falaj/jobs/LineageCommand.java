package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import io.falaj.lineage.questions.LineageNode;
import io.falaj.lineage.questions.LineageQuestions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "lineage",
    description = {
      "Say where something came from, or what came of it, at exact versions.",
      "",
      "WHAT is a table (clean.flights, or clean.flights@3 for a version of it), a version of a"
          + " model (late_arrival:1), or a table of predictions with the key of one row. With"
          + " --downstream it may also be a source file as lineage names it, with its SHA-256."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./falaj lineage predictions.late_arrival flight_id=2013-12-24-UA-1400-EWR-0515",
      "  ./falaj lineage features.carrier_delays_v1",
      "  ./falaj lineage late_arrival:1 --downstream",
    })
final class LineageCommand implements Callable<Integer> {

  private static final Pattern TABLE = Pattern.compile("([a-z]+\\.[a-z0-9_]+)(?:@(\\d{1,18}))?");
  private static final Pattern MODEL = Pattern.compile("([a-z][a-z0-9_]*):v?(\\d+)");
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{64}");

  private final Host host;
  private final Engine engine;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin QueryOptions options = new QueryOptions();

  @Option(names = "--downstream", description = "What came of it (default: where it came from).")
  boolean downstream;

  @Parameters(index = "0", paramLabel = "WHAT", description = "A table, model or file.")
  String what = "";

  @Parameters(
      index = "1..*",
      paramLabel = "COLUMN=VALUE|SHA256",
      description = "The key of one prediction, or the file's SHA-256.")
  List<String> key = List.of();

  LineageCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    LineageNode answer = options.ask(host, engine, "lineage", "", this::answer);
    options.console(host).result(answer, answer.text().stripTrailing());
    return ExitCode.DONE.number();
  }

  private LineageNode answer(Lake open) {
    checkKey();
    Matcher table = TABLE.matcher(what);
    Matcher model = MODEL.matcher(what);
    if (key.size() == 1 && SHA.matcher(key.get(0)).matches()) {
      return new LineageQuestions(open).downstreamOfFile(what, key.get(0));
    } else if (model.matches()) {
      LineageQuestions questions = new LineageQuestions(open);
      return downstream
          ? questions.downstreamOfModel(model.group(1), model.group(2))
          : questions.upstreamOfModel(model.group(1), model.group(2));
    } else if (table.matches()) {
      TableName name = TableName.parse(table.group(1));
      return key.isEmpty() ? ofTable(open, name, table.group(2)) : ofPrediction(open, name);
    }
    throw new FalajException.Configuration(
        ("'%s' is no table, model or file: write zone.table, zone.table@version, model:version, or"
                + " a file with its SHA-256.")
            .formatted(what));
  }

  /** What is not used is not accepted either. */
  private void checkKey() {
    boolean ofPrediction = TABLE.matcher(what).matches();
    boolean ofFile = key.size() == 1 && SHA.matcher(key.get(0)).matches();
    if (!key.isEmpty() && !ofPrediction && !ofFile) {
      throw new FalajException.Configuration(
          "'%s' takes neither a key nor a SHA-256 of 64 digits: leave out %s."
              .formatted(what, String.join(" ", key)));
    } else if (!key.isEmpty() && !ofFile && (downstream || what.contains("@"))) {
      throw new FalajException.Configuration(
          "The lineage of one prediction is what it came from, at its newest version: leave out"
              + " --downstream and @version.");
    }
  }

  private LineageNode ofTable(
      Lake open, TableName table, @org.jspecify.annotations.Nullable String version) {
    Optional<Long> number = Optional.ofNullable(version).map(Long::valueOf);
    LineageQuestions questions = new LineageQuestions(open);
    return downstream ? questions.downstream(table, number) : questions.upstream(table, number);
  }

  private LineageNode ofPrediction(Lake open, TableName table) {
    if (table.zone() != Zone.PREDICTIONS) {
      throw new FalajException.Configuration(
          "Only single predictions have a lineage of their own, and %s holds none. Leave out %s."
              .formatted(table, String.join(" ", key)));
    }
    Map<String, String> columns = new LinkedHashMap<>();
    for (String part : key) {
      int equals = part.indexOf('=');
      if (equals < 1) {
        throw new FalajException.Configuration(
            "'%s' names no column: write the key of a row as column=value.".formatted(part));
      }
      columns.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return new LineageQuestions(open).ofPrediction(table.table(), columns);
  }
}
