package io.falaj.validation.bench;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TestLake;
import io.falaj.lineage.bench.Bench;
import io.falaj.lineage.bench.BenchCase;
import io.falaj.lineage.bench.BenchSize;
import io.falaj.lineage.bench.Cost;
import io.falaj.lineage.bench.Rounds;
import io.falaj.validation.Contract;
import io.falaj.validation.Ingest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.delta.DeltaLog;

/**
 * An ingest with its checks and profile against Spark and Delta alone making the same tables, in
 * files as Spark writes them by itself (beside it, what that takes in files like a lake's); what
 * one more expectation costs; what the checks cost Great Expectations; and a day into a table of
 * ten years against one into an empty lake.
 */
public final class IngestBench implements Bench {

  private static final long ROWS = 5_000_000;
  private static final int ROUNDS = 3;
  private static final int DAYS = 30;
  private static final int FILES = 8;

  /** One more expectation is too little to be told from noise: so many are, and divided. */
  private static final int MORE = 30;

  private static final String NAME = "ingest";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void run(BenchSize size, Consumer<BenchCase> told) {
    try {
      Path folder = Files.createTempDirectory("bench-ingest");
      try {
        int rounds = size.rounds(ROUNDS);
        Rounds.Medians costs = checks(folder, size.rows(ROWS), rounds, told);
        new GreatExpectations(folder).measure(costs, rounds, told);
        FileUtils.deleteDirectory(folder.resolve("orders").toFile());
        new TenYears(folder).measure(rounds, told);
      } finally {
        FileUtils.deleteDirectory(folder.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rounds.Medians checks(
      Path folder, long rows, int rounds, Consumer<BenchCase> told) {
    DataInterval days = Orders.days("2024-01-01", DAYS);
    Orders.write(folder.resolve("orders"), 0, rows, days, FILES);
    Contract contract = Orders.contract();
    Contract unchecked = Orders.unchecked();
    Contract more = Orders.more(MORE);
    Rounds.Medians costs =
        new Rounds()
            .contender("plain", () -> plain(folder, new PlainIngest(contract)))
            .contender(
                "same-files", () -> plain(folder, new PlainIngest(contract).withFilesOfALake()))
            .contender("checked", () -> ingest(folder, contract, days))
            .contender("unchecked", () -> ingest(folder, unchecked, days))
            .contender("more", () -> ingest(folder, more, days))
            .medians(rounds);
    Cost plain = costs.of("plain");
    Cost checked = costs.of("checked");
    Map<String, Object> sizes =
        Map.of(
            "rows", rows,
            "seconds", rounded(checked.seconds()),
            "baseline_seconds", rounded(plain.seconds()),
            "without_expectations_cpu_seconds", rounded(costs.of("unchecked").cpuSeconds()),
            "baseline_with_files_of_a_lake_cpu_seconds",
                rounded(costs.of("same-files").cpuSeconds()));
    told.accept(
        new BenchCase(
            NAME,
            "checks-and-profile",
            "cpu_seconds",
            checked.cpuSeconds(),
            "plain-spark",
            plain.cpuSeconds(),
            1.2,
            rounds,
            sizes));
    told.accept(
        new BenchCase(
            NAME,
            "checks-and-profile-memory",
            "live_megabytes",
            checked.liveMegabytes(),
            "plain-spark",
            plain.liveMegabytes(),
            1.2,
            rounds,
            Map.of("rows", rows)));
    double one = (costs.of("more").cpuSeconds() - checked.cpuSeconds()) / MORE;
    told.accept(
        new BenchCase(
            NAME,
            "one-more-expectation",
            "cpu_seconds",
            checked.cpuSeconds() + one,
            "30-expectations",
            checked.cpuSeconds(),
            1.01,
            rounds,
            Map.of("rows", rows, "measured_with", MORE)));
    return costs;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private static void plain(Path folder, PlainIngest ingest) {
    ingest.execute(folder.resolve("orders"), empty(folder.resolve("plain")));
  }

  private static void ingest(Path folder, Contract contract, DataInterval days) {
    ingest(
        new TestLake(empty(folder.resolve("lake")), new TestLake.MovableClock(TestLake.START)),
        folder,
        contract,
        days);
  }

  /** One run, which knows nothing of those before it but what the lake holds. */
  static void ingest(TestLake at, Path folder, Contract contract, DataInterval days) {
    DeltaLog.clearCache();
    Lake lake = at.open("orders");
    Ingest.Result result = new Ingest(lake).execute(contract, folder.toString(), days);
    if (result.report().clean() == 0 || result.report().quarantined() > 0) {
      throw new IllegalStateException(
          "%d rows are clean and %d in quarantine"
              .formatted(result.report().clean(), result.report().quarantined()));
    }
  }

  private static Path empty(Path folder) {
    try {
      DeltaLog.clearCache();
      FileUtils.deleteDirectory(folder.toFile());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
