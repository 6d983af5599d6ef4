package io.falaj.validation.bench;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.bench.BenchCase;
import io.falaj.lineage.bench.Rounds;
import io.falaj.validation.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A day into a table that holds ten years, against the same day into an empty lake. The years come
 * in one file and one run, and the last weeks day by day, as they would.
 */
final class TenYears {

  private static final int DAYS = 3_650;
  private static final int SINGLE_DAYS = 25;
  private static final long DAILY_ROWS = 20_000;
  private static final long OLD_DAILY_ROWS = 100;

  private final Path folder;
  private final Contract contract = Orders.contract();
  private final TestLake lake;
  private int day;

  /**
   * @param folder of the sources and the lakes
   */
  TenYears(Path folder) {
    this.folder = folder.resolve("years");
    this.lake = new TestLake(this.folder.resolve("lake"), clock());
  }

  private static TestLake.MovableClock clock() {
    return new TestLake.MovableClock(TestLake.START);
  }

  void measure(int rounds, Consumer<BenchCase> told) {
    int years = DAYS - SINGLE_DAYS;
    DataInterval past = Orders.days("2014-01-01", years);
    Orders.write(folder.resolve("past"), 0, years * OLD_DAILY_ROWS, past, 1);
    arrive(folder.resolve("past"), "past");
    IngestBench.ingest(lake, folder, contract, past);
    for (int ahead = years; ahead <= DAYS + rounds; ahead++) {
      Orders.write(coming(ahead), ahead * 1_000_000L, DAILY_ROWS, interval(ahead), 1);
    }
    for (day = years; day < DAYS; day++) {
      IngestBench.ingest(lake, folder, contract, arrives());
    }
    Rounds.Medians costs =
        new Rounds()
            .contender("ten-years", () -> next(lake))
            .contender("empty", this::alone)
            .medians(rounds);
    told.accept(
        new BenchCase(
            "ingest",
            "day-after-ten-years",
            "cpu_seconds",
            costs.of("ten-years").cpuSeconds(),
            "day-into-an-empty-lake",
            costs.of("empty").cpuSeconds(),
            1.2,
            rounds,
            Map.of(
                "rows",
                DAILY_ROWS,
                "intervals",
                day,
                "seconds",
                costs.of("ten-years").seconds(),
                "baseline_seconds",
                costs.of("empty").seconds())));
  }

  private void next(TestLake into) {
    DataInterval today = arrives();
    day++;
    into.clock().advance(Duration.ofDays(1));
    IngestBench.ingest(into, folder, contract, today);
  }

  /** The day that came last, alone. */
  private void alone() {
    Path only = folder.resolve("only");
    try {
      FileUtils.deleteDirectory(only.toFile());
      String name = "day-%d.csv".formatted(day - 1);
      Files.createDirectories(only.resolve("orders"));
      Files.copy(folder.resolve("orders").resolve(name), only.resolve("orders").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    IngestBench.ingest(
        new TestLake(only.resolve("lake"), clock()), only, contract, interval(day - 1));
  }

  private DataInterval arrives() {
    arrive(coming(day), "day-" + day);
    return interval(day);
  }

  private Path coming(int ahead) {
    return folder.resolve("coming-" + ahead);
  }

  private static DataInterval interval(int day) {
    Instant start = Instant.parse("2014-01-01T00:00:00Z").plus(Duration.ofDays(day));
    return new DataInterval(start, start.plus(Duration.ofDays(1)));
  }

  /** One more file in the source's folder. */
  private void arrive(Path from, String name) {
    try (Stream<Path> files = Files.list(from)) {
      Path only = files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
      Files.createDirectories(folder.resolve("orders"));
      Files.move(only, folder.resolve("orders").resolve(name + ".csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
