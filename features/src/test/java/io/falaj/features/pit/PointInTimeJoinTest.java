package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.noon;
import static java.util.Arrays.asList;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.features.FeatureCatalog;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.TestSpark;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several views, several keys, on demand, in any session, in pieces or at once. */
class PointInTimeJoinTest {

  private static final String AIRPORT = "{entity: airport, keys: {airport: string}, buckets: 2}";
  private static final String WEATHER =
      """
      feature_view: weather
      entity: airport
      source: clean.weather
      event_time: happened
      features: {wind: {of: x}, gusts: {aggregate: count, window: 1d}}
      """;
  private static final String RECENT =
      """
      feature_view: recent
      entity: airport
      source: clean.weather
      event_time: happened
      ttl: 1h
      features: {now: {of: x}}
      """;
  private static final String LEG =
      "{feature_view: leg, features: {stronger: {of: weather.wind + recent.now + bonus},"
          + " hour: {of: hour(label_time)}}}";
  private static final StructType SOURCE =
      StructType.fromDDL("airport string, happened timestamp, x int");
  private static final StructType LABELS =
      StructType.fromDDL(
          "no int, airport string, origin string, dest string, bonus int, weather string,"
              + " t timestamp");

  private static final FeatureCatalog CATALOG = Views.catalog(AIRPORT, WEATHER, RECENT, LEG);

  private final SparkSession session = TestSpark.session();

  private Dataset<Row> source() {
    return session.createDataFrame(
        List.of(
            RowFactory.create("JFK", noon(-2 * Scenario.HOUR), 1),
            RowFactory.create("JFK", noon(-Scenario.HOUR), 2),
            RowFactory.create("LGA", noon(-3 * Scenario.HOUR), 30)),
        SOURCE);
  }

  private Map<String, ViewEvents> events(Dataset<Row> source) {
    return Map.of("weather_v1", rows("weather", source), "recent_v1", rows("recent", source));
  }

  private static ViewEvents rows(String view, Dataset<Row> source) {
    return new ViewEvents.Rows(
        new EventFrame(Views.view(CATALOG, view)).events(source), ViewEvents.Revision.ONLY_ADDED);
  }

  private Dataset<Row> labels() {
    return session.createDataFrame(
        List.of(
            RowFactory.create(0, "JFK", "JFK", "LGA", 100, "w", noon(0)),
            RowFactory.create(1, "LGA", "LGA", "JFK", 100, "w", noon(0)),
            RowFactory.create(2, "XXX", "JFK", null, 100, "w", noon(1))),
        LABELS);
  }

  private PointInTimeJoin join(String... references) {
    return new PointInTimeJoin(Views.select(CATALOG, references), events(source()));
  }

  private static List<List<@Nullable Object>> rows(Dataset<Row> joined) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row row : joined.orderBy(joined.columns()[0]).collectAsList()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.get(i));
      }
      rows.add(values);
    }
    return rows;
  }

  @Test
  void viewsWithOtherTtlsAreJoinedTogether() {
    Dataset<Row> joined =
        join("weather.wind", "recent.now").join(labels(), "t", Scenario.TIMES, List.of("no"));
    assertThat(joined.columns()).containsExactly("no", "wind", "now");
    assertThat(rows(joined))
        .isEqualTo(asList(asList(0, 2, 2), asList(1, 30, null), asList(2, null, null)));
  }

  @Test
  void oneViewIsJoinedUnderSeveralKeys() {
    Dataset<Row> joined =
        join("weather.wind as from_wind on airport = origin", "weather.* as to_* on airport = dest")
            .join(labels(), "t", Scenario.TIMES, List.of("no", "origin"));
    assertThat(joined.columns())
        .containsExactly("no", "origin", "from_wind", "to_wind", "to_gusts");
    assertThat(rows(joined))
        .isEqualTo(
            asList(
                asList(0, "JFK", 2, 30, 1L),
                asList(1, "LGA", 30, 2, 2L),
                asList(2, "JFK", 2, null, 0L)));
  }

  @Test
  void onDemandSeesTheLabelItsTimeAndTheFeaturesRetrieved() {
    SparkSession utc = session.newSession();
    utc.conf().set("spark.sql.session.timeZone", "UTC");
    Dataset<Row> labels = utc.createDataFrame(labels().collectAsList(), LABELS);
    Dataset<Row> joined = join("leg.*").join(labels, "t", Scenario.TIMES, List.of("no"));
    assertThat(rows(joined))
        .isEqualTo(asList(asList(0, 104, 12), asList(1, null, 12), asList(2, null, 12)));
  }

  @Test
  void aLabelWithoutTimeIsRefusedWhereAllIsOnDemandToo() {
    FeatureCatalog catalog =
        Views.catalog(AIRPORT, "{feature_view: leg, features: {twice: {of: 2 * bonus}}}");
    PointInTimeJoin join = new PointInTimeJoin(Views.select(catalog, "leg.*"), Map.of());
    assertThat(rows(join.join(labels(), "t", Scenario.TIMES, List.of("no"))))
        .isEqualTo(asList(asList(0, 200), asList(1, 200), asList(2, 200)));
    Dataset<Row> timeless = labels().withColumn("t", lit(null).cast("timestamp"));
    assertThatThrownBy(() -> rows(join.join(timeless, "t", Scenario.TIMES, List.of("no"))))
        .hasRootCauseInstanceOf(FalajException.DataRefused.class)
        .rootCause()
        .hasMessageStartingWith("A label with the keys () has no time:");
  }

  @Test
  void labelsLackAColumn() {
    assertThatThrownBy(
            () ->
                join("weather.wind on airport = airprot")
                    .join(labels(), "t", Scenario.TIMES, List.of("no")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The labels have no column 'airprot', which the features need. They have: no,"
                + " airport, origin, dest, bonus, weather, t. Add it to the labels' query.");
  }

  @Test
  void theTimeIsNoInstant() {
    assertThatThrownBy(
            () ->
                join("weather.wind")
                    .join(
                        labels().withColumn("t", col("t").cast("date")),
                        "t",
                        Scenario.TIMES,
                        List.of("no")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage("The labels' time 't' is a DATE: it must be a timestamp, an instant in UTC.");
  }

  @Test
  void aColumnThatIsUsedClashesWithAFeatureOrView() {
    assertThatThrownBy(
            () ->
                join("weather.wind as bonus")
                    .join(labels(), "t", Scenario.TIMES, List.of("no", "bonus")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "'bonus' is both a column of the labels and a feature or view. Rename the feature with"
                + " 'as', or the column.");
    assertThatThrownBy(
            () ->
                join("weather.wind").join(labels(), "t", Scenario.TIMES, List.of("no", "weather")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageStartingWith("'weather' is both a column of the labels and a feature or view.");
    Dataset<Row> named =
        labels().withColumnRenamed("bonus", "label_time").withColumn("bonus", col("no"));
    assertThatThrownBy(
            () -> join("leg.hour").join(named, "t", Scenario.TIMES, List.of("no", "label_time")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The labels have a column 'label_time', which is what features on demand call the"
                + " labels' time 't'. Rename that column.");
  }

  @Test
  void theSessionsZoneChangesNothing() {
    Instant start = Instant.parse("2013-10-31T20:00:00Z");
    List<Row> source = new ArrayList<>();
    List<Row> labels = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      Timestamp time = Timestamp.from(start.plus(i * 31L, ChronoUnit.MINUTES));
      source.add(RowFactory.create(i % 3 == 0 ? "JFK" : "LGA", time, i));
      labels.add(RowFactory.create(i, "JFK", "JFK", "LGA", 1, "w", time));
    }
    List<List<List<@Nullable Object>>> answers = new ArrayList<>();
    for (String zone : List.of("UTC", "Asia/Dubai", "America/New_York")) {
      SparkSession in = session.newSession();
      in.conf().set("spark.sql.session.timeZone", zone);
      Dataset<Row> rows = in.createDataFrame(source, SOURCE);
      Dataset<Row> frame = new EventFrame(Views.view(CATALOG, "weather")).events(rows);
      List<List<@Nullable Object>> all =
          rows(
              frame.selectExpr(
                  "of_x", "unix_micros(_known_time)", "string(_slab)", "_bucket", "_row_hash"));
      all.addAll(
          rows(
              new PointInTimeJoin(Views.select(CATALOG, "weather.*", "recent.*"), events(rows))
                  .join(in.createDataFrame(labels, LABELS), "t", Scenario.TIMES, List.of("no"))));
      answers.add(all);
    }
    assertThat(answers.get(1)).isEqualTo(answers.get(0)).hasSize(320);
    assertThat(answers.get(2)).isEqualTo(answers.get(0));
  }

  @Test
  void oneKeyWithAThirdOfAllRowsAndInPiecesAsAtOnce(@TempDir Path folder) {
    String at = "timestamp_micros(1380585600000000 + pmod(xxhash64(id, %d), 5270400000000))";
    String key = "if(pmod(xxhash64(id, %d), 10) < 3, 'hot', 'k' || pmod(id, 500)) as airport";
    Dataset<Row> source =
        session
            .range(0, 30_000, 1, 2)
            .selectExpr(key.formatted(1), at.formatted(2) + " as happened", "int(id) as x");
    Dataset<Row> labels =
        session
            .range(0, 3_000, 1, 2)
            .selectExpr("int(id) as no", key.formatted(3), at.formatted(4) + " as t");
    SortedFiles files = new SortedFiles(Views.view(CATALOG, "weather"), folder);
    Dataset<Row> frame = new EventFrame(Views.view(CATALOG, "weather")).events(source);
    files.add(frame);
    ViewEvents buckets =
        files.buckets(frame, EventFile.Order.SORTED, ViewEvents.Revision.ONLY_ADDED);
    PointInTimeJoin join =
        new PointInTimeJoin(Views.select(CATALOG, "weather.*"), Map.of("weather_v1", buckets));

    List<List<@Nullable Object>> once = rows(join.join(labels, "t", Scenario.TIMES, List.of("no")));
    List<List<@Nullable Object>> pieces = new ArrayList<>();
    for (DataInterval month : Scenario.TIMES.months()) {
      Dataset<Row> of = labels.where(col("t").geq(month.start()).and(col("t").lt(month.end())));
      pieces.addAll(rows(join.join(of, "t", month, List.of("no"))));
    }
    pieces.sort(Comparator.comparing(row -> (Integer) row.get(0)));

    assertThat(pieces).isEqualTo(once);
    assertThat(rows(byBrutalJoin(labels, source))).isEqualTo(once);
    assertThat(once).hasSize(3_000);
  }

  /** The same in plain SQL: every label with every event of its key. */
  private static Dataset<Row> byBrutalJoin(Dataset<Row> labels, Dataset<Row> source) {
    return labels
        .as("l")
        .join(source.as("e"), expr("l.airport = e.airport and happened <= t"), "left")
        .groupBy("no")
        .agg(expr("max_by(x, happened)"), expr("count_if(happened > t - interval 1 day)"));
  }
}
