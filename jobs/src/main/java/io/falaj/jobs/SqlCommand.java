package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Lake;
import io.falaj.lineage.SqlMistake;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sql",
    description = {
      "Run a query over the lake's tables, lake.<zone>.<table>.",
      "",
      "A table is read at its newest committed state, or at an older one with VERSION AS OF or"
          + " TIMESTAMP AS OF. SHOW TABLES IN lake.clean lists what there is; anything but a query"
          + " is refused."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./falaj sql \"SELECT count(*) FROM lake.clean.flights\"",
      "  ./falaj sql \"SELECT * FROM lake.clean.planes VERSION AS OF 0\" --json",
    })
final class SqlCommand implements Callable<Integer> {

  private final Host host;
  private final Engine engine;

  @Mixin Cli.HelpOption help = new Cli.HelpOption();
  @Mixin QueryOptions options = new QueryOptions();

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      description = "Print at most this many rows (default: ${DEFAULT-VALUE}).",
      defaultValue = "1000")
  int limit = 1000;

  @Parameters(paramLabel = "QUERY", arity = "1", description = "One query.")
  String query = "";

  private boolean more;

  SqlCommand(Host host, Engine engine) {
    this.host = host;
    this.engine = engine;
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit == Integer.MAX_VALUE) {
      throw new FalajException.Configuration(
          "--limit %d is out of bounds: give 1 or more, and less than %d."
              .formatted(limit, Integer.MAX_VALUE));
    }
    Rows shown = options.ask(host, engine, "sql", "", this::rows);
    options.console(host).result(shown::objects, shown::text);
    if (more) {
      options
          .console(host)
          .progress("There are more rows than %d: raise --limit to see them.".formatted(limit));
    }
    return ExitCode.DONE.number();
  }

  private Rows rows(Lake lake) {
    Dataset<Row> rows = lake.query(query);
    List<Row> found = collect(rows.limit(limit + 1));
    more = found.size() > limit;
    return new Rows(rows.schema(), found.subList(0, Math.min(limit, found.size())));
  }

  /** What a query says of the rows is its author's to mend: a division by zero, a bad cast. */
  private static List<Row> collect(Dataset<Row> rows) {
    try {
      return rows.collectAsList();
    } catch (RuntimeException e) {
      for (Throwable at = e; at != null; at = at.getCause()) {
        if (at instanceof FalajException) {
          throw e;
        } else if (at instanceof SparkThrowable spark && isOfTheQuery(spark)) {
          throw new FalajException.Configuration(
              "The query failed: %s Mend it and try again.".formatted(SqlMistake.of(at)), e);
        }
      }
      throw e;
    }
  }

  /** Errors of computing have a class of SQLSTATE that begins with 2. */
  private static boolean isOfTheQuery(SparkThrowable thrown) {
    String state = thrown.getSqlState();
    return state != null && (state.startsWith("2") || state.equals("P0001"));
  }
}
