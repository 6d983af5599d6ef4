package io.falaj.features.bench;

import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureView;
import io.falaj.features.pit.EventFile;
import io.falaj.features.pit.EventFrame;
import io.falaj.features.pit.PointInTimeJoin;
import io.falaj.features.pit.SortedFiles;
import io.falaj.features.pit.ViewEvents;
import io.falaj.features.pit.Views;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TestSpark;
import io.falaj.lineage.bench.Bench;
import io.falaj.lineage.bench.BenchCase;
import io.falaj.lineage.bench.BenchSize;
import io.falaj.lineage.bench.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The point-in-time join from sorted buckets: ten views of one entity against one of them, and one
 * large view against the least that a join by sorting costs, which is to read labels and events,
 * shuffle and sort them together once, and write them.
 */
public final class PitBench implements Bench {

  private static final long EVENTS = 1_000_000;
  private static final int ROUNDS = 5;
  private static final int VIEWS = 10;
  private static final DataInterval TIMES = DataInterval.parse("2013-01-01/2013-03-01");
  private static final String ENTITY = "{entity: thing, keys: {k: bigint}, buckets: 4}";
  private static final String VIEW =
      """
      feature_view: %s
      entity: thing
      source: clean.facts
      event_time: happened
      available_time: known
      ttl: 30d
      features: {%s_x: {of: x}, %s_y: {of: y}}
      """;

  @Override
  public String name() {
    return "pit";
  }

  @Override
  public void run(BenchSize size, Consumer<BenchCase> told) {
    try {
      Path folder = Files.createTempDirectory("bench-pit");
      try {
        new Data(folder, size.rows(EVENTS)).measure(size.rounds(ROUNDS), told);
      } finally {
        FileUtils.deleteDirectory(folder.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The data of one run, below a folder. */
  private static final class Data {
    private final SparkSession session = TestSpark.session();
    private final Path folder;
    private final long large;
    private final FeatureCatalog catalog;
    private final Map<String, ViewEvents> events = new HashMap<>();

    Data(Path folder, long large) {
      this.folder = folder;
      this.large = large;
      List<String> names =
          IntStream.rangeClosed(0, VIEWS).mapToObj(i -> i == 0 ? "large" : "small" + i).toList();
      this.catalog =
          Views.catalog(
              ENTITY, names.stream().map(n -> VIEW.formatted(n, n, n)).toArray(String[]::new));
      write("labels", rows(large / 4, 7));
      for (String name : names) {
        long count = name.equals("large") ? large : large / VIEWS;
        events.put(name + "_v1", sorted(Views.view(catalog, name), rows(count, name.hashCode())));
      }
      write("events", new EventFrame(view("large")).events(rows(large, "large".hashCode())));
    }

    private FeatureView view(String name) {
      return Views.view(catalog, name);
    }

    /** Ten thousand keys over two months, known up to two hours late. */
    private Dataset<Row> rows(long count, int seed) {
      String random = "pmod(xxhash64(id, %d, %d), %d)";
      return session
          .range(0, count, 1, 2)
          .selectExpr(
              random.formatted(seed, 1, 10_000) + " as k",
              "timestamp_micros(1356998400000000 + "
                  + random.formatted(seed, 2, 59L * 86_400_000_000L)
                  + ") as happened",
              random.formatted(seed, 3, 7_200_000_000L) + " as late",
              random.formatted(seed, 4, 1_000) + " / 10.0D as x",
              "id as y")
          .selectExpr(
              "*", "timestamp_micros(unix_micros(happened) + late) as known", "happened as t");
    }

    private ViewEvents sorted(FeatureView view, Dataset<Row> source) {
      SortedFiles files = new SortedFiles(view, folder.resolve(view.name()));
      Dataset<Row> frame = new EventFrame(view).events(source);
      files.add(frame);
      return files.buckets(frame, EventFile.Order.SORTED, ViewEvents.Revision.ONLY_ADDED);
    }

    private void write(String name, Dataset<Row> rows) {
      rows.write().mode(SaveMode.Overwrite).parquet(folder.resolve(name).toString());
    }

    private Dataset<Row> read(String name) {
      return session.read().parquet(folder.resolve(name).toString());
    }

    private void join(String... views) {
      String[] references = Arrays.stream(views).map(v -> v + ".*").toArray(String[]::new);
      write(
          "joined",
          new PointInTimeJoin(Views.select(catalog, references), events)
              .join(read("labels"), "t", TIMES, List.of("k", "t", "y")));
    }

    /** The physical limit of a join by sorting. */
    private void sortOnce() {
      Dataset<Row> labels = read("labels").selectExpr("k", "t as at", "null as x", "y");
      Dataset<Row> rows = read("events").selectExpr("k", "_known_time as at", "of_x", "of_y");
      Dataset<Row> all = labels.union(rows);
      write("sorted", all.repartition(4, all.col("k")).sortWithinPartitions("k", "at"));
    }

    void measure(int rounds, Consumer<BenchCase> told) {
      String[] ten =
          IntStream.rangeClosed(1, VIEWS).mapToObj(i -> "small" + i).toArray(String[]::new);
      Rounds.Medians medians =
          new Rounds()
              .contender("1-view", () -> join(ten[0]))
              .contender("10-views", () -> join(ten))
              .contender("large", () -> join("large"))
              .contender("sort", this::sortOnce)
              .medians(rounds);
      Map<String, Object> sizes = Map.of("events", large, "labels", large / 4);
      told.accept(
          new BenchCase(
              "pit",
              "10-views",
              "seconds",
              medians.of("10-views").seconds(),
              "1-view",
              medians.of("1-view").seconds(),
              3.0,
              rounds,
              sizes));
      told.accept(
          new BenchCase(
              "pit",
              "sorted-buckets",
              "seconds",
              medians.of("large").seconds(),
              "read-union-sort-write",
              medians.of("sort").seconds(),
              1.0,
              rounds,
              sizes));
    }
  }
}
