package io.falaj.features.pit;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureSelection;
import io.falaj.features.FeatureView;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.TestSpark;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random events and labels, full of ties: both strategies against the oracle, to the bit. */
class PointInTimeJoinPropertyTest {

  private static final String ENTITY =
      """
      entity: thing
      keys: {a: string, b: int}
      buckets: 3
      """;

  private static final String VIEW =
      """
      feature_view: facts
      entity: thing
      source: clean.facts
      event_time: happened
      available_time: known
      boundary: %s
      sequence: "no"
      %s
      deleted: gone
      features:
        last_x: {of: x}
        last_x_set: {of: x, null_policy: skip}
        last_s: {of: s}
        last_d: {of: d, null_policy: skip}
        n_1h: {aggregate: count, window: 1h}
        n_x_1h: {aggregate: count, of: x, window: 1h}
        sum_x_1h: {aggregate: sum, of: x, window: 1h}
        mean_x_1h: {aggregate: mean, of: x, window: 1h}
        mean_i_5h: {aggregate: mean, of: i, window: 5h}
        sum_i_5h: {aggregate: sum, of: i, window: 5h}
        share_5h: {aggregate: mean, of: i > 3, window: 5h}
        true_5h: {aggregate: sum, of: i > 3, window: 5h}
        min_x_5h: {aggregate: min, of: x, window: 5h}
        max_s_5h: {aggregate: max, of: s, window: 5h}
        max_d_5h: {aggregate: max, of: d, window: 5h}
        sum_d_5h: {aggregate: sum, of: d, window: 5h}
        mean_d_5h: {aggregate: mean, of: d, window: 5h}
        last_x_1h: {aggregate: last, of: x, window: 1h, null_policy: skip}
        last_i_1h: {aggregate: last, of: i, window: 1h}
        first_s_5h: {aggregate: first, of: s, window: 5h, null_policy: skip}
        last_3_s: {aggregate: last_k, k: 3, of: s, window: 5h}
        different_s_5h: {aggregate: count_distinct, of: s, window: 5h}
        variance_x_5h: {aggregate: variance, of: x, window: 5h}
        stddev_d_5h: {aggregate: stddev, of: d, window: 5h}
        variance_i_1h: {aggregate: variance, of: i, window: 1h}
        upper_x_5h: {aggregate: quantile, q: 0.9, of: x, window: 5h}
        share_above_5h: {aggregate: share, of: i > 3, where: s is not null, window: 5h}
        sum_x_some_5h: {aggregate: sum, of: x, where: i > 3, window: 5h}
        last_x_some: {of: x, where: i > 3}
        x_per_event_1h: {ratio: sum_x_1h, to: n_1h}
        high_of_all_5h: {ratio: true_5h, to: sum_i_5h}
        last_d_in_mean: {ratio: last_d, to: mean_x_1h}
      """;

  private static final StructType SOURCE =
      StructType.fromDDL(
          "a string, b int, happened timestamp, known timestamp, no bigint, gone boolean,"
              + " x double, i int, s string, d decimal(9,2)");
  private static final StructType LABELS =
      StructType.fromDDL("label_no int, key_a string, key_b int, t timestamp");
  private static final Instant START = Instant.parse("2013-10-30T00:00:00Z");
  private static final DataInterval TIMES = DataInterval.parse("2013-10-30/2013-11-05");

  @ParameterizedTest
  @CsvSource({
    "1, inclusive, ''",
    "2, exclusive, ''",
    "3, inclusive, 'ttl: 2h'",
    "4, exclusive, 'ttl: 30m'",
    "5, exclusive, 'ttl: 0s'",
    "6, inclusive, 'ttl: 40d'"
  })
  void agreesWithTheOracle(long seed, String boundary, String ttl, @TempDir Path folder) {
    Random random = new Random(seed);
    FeatureCatalog catalog = Views.catalog(ENTITY, VIEW.formatted(boundary, ttl));
    FeatureView view = Views.view(catalog, "facts");
    Dataset<Row> first = events(view, random, 250);
    Dataset<Row> second = events(view, random, 150);
    Dataset<Row> events = first.union(second);
    SortedFiles files = new SortedFiles(view, folder);
    files.add(first);
    files.addUnsorted(second.limit(40));
    files.add(second.except(second.limit(40)));
    List<Row> labels = labels(random, 300);
    Dataset<Row> asked = TestSpark.session().createDataFrame(labels, LABELS);
    // As it was, and as if everything had been known later.
    for (Duration late : List.of(Duration.ZERO, Duration.ofMinutes(20 * seed))) {
      Oracle oracle = new Oracle(view, events.collectAsList(), late);
      List<List<@Nullable Object>> expected =
          labels.stream()
              .map(
                  label ->
                      oracle.features(
                          Arrays.asList(label.get(1), label.get(2)),
                          label.getTimestamp(3).toInstant()))
              .toList();
      assertThat(
              join(catalog, asked, new ViewEvents.Rows(events, ViewEvents.Revision.REVISED), late))
          .containsExactlyElementsOf(expected);
      assertThat(
              join(
                  catalog,
                  asked,
                  files.buckets(events, EventFile.Order.UNKNOWN, ViewEvents.Revision.REVISED),
                  late))
          .containsExactlyElementsOf(expected);
    }
  }

  private static List<List<@Nullable Object>> join(
      FeatureCatalog catalog, Dataset<Row> labels, ViewEvents events, Duration late) {
    FeatureSelection selection = Views.select(catalog, "facts.* on a = key_a, b = key_b");
    List<Row> rows =
        new PointInTimeJoin(selection, Map.of("facts_v1", events), late)
            .join(labels, "t", TIMES, List.of("label_no"))
            .orderBy("label_no")
            .collectAsList();
    List<List<@Nullable Object>> values = new ArrayList<>();
    for (Row row : rows) {
      List<@Nullable Object> features = new ArrayList<>();
      for (int i = 1; i < row.size(); i++) {
        features.add(Scenario.plain(row.get(i)));
      }
      values.add(features);
    }
    return values;
  }

  private static Dataset<Row> events(FeatureView view, Random random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant happened = time(random);
      Instant known =
          random.nextInt(3) == 0
              ? happened.minus(random.nextInt(40), ChronoUnit.MINUTES)
              : happened.plus(random.nextInt(5) * 17L, ChronoUnit.MINUTES);
      rows.add(
          RowFactory.create(
              random.nextInt(20) == 0 ? null : "k" + random.nextInt(3),
              random.nextInt(2),
              random.nextInt(30) == 0 ? null : Timestamp.from(happened),
              Timestamp.from(known),
              random.nextInt(6) == 0 ? null : (Long) (long) random.nextInt(3),
              random.nextInt(8) == 0,
              random.nextInt(4) == 0 ? null : number(random),
              random.nextInt(4) == 0 ? null : random.nextInt(8),
              random.nextInt(4) == 0 ? null : "s" + random.nextInt(9),
              random.nextInt(4) == 0 ? null : BigDecimal.valueOf(random.nextInt(9999), 2)));
    }
    Dataset<Row> source = TestSpark.session().createDataFrame(rows, SOURCE);
    return new EventFrame(view).events(source).localCheckpoint();
  }

  private static Double number(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2, 3 -> 0.1 * random.nextInt(10);
      case 4 -> random.nextGaussian() * 1e12;
      default -> (double) random.nextInt(50);
    };
  }

  /** Few instants, so that ties and edges are common; around a change of month. */
  private static Instant time(Random random) {
    return START
        .plus(random.nextInt(4 * 24 * 2) * 30L, ChronoUnit.MINUTES)
        .plus(random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0, ChronoUnit.MICROS)
        .plus(1, ChronoUnit.HOURS);
  }

  private static List<Row> labels(Random random, int count) {
    List<Row> labels = new ArrayList<>();
    while (labels.size() < count) {
      Row label =
          RowFactory.create(
              labels.size(),
              random.nextInt(12) == 0 ? null : "k" + random.nextInt(4),
              random.nextInt(12) == 0 ? null : (Integer) random.nextInt(2),
              Timestamp.from(time(random)));
      labels.add(label);
    }
    return labels;
  }
}
