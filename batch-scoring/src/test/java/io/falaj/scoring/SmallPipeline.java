package io.falaj.scoring;

import io.falaj.features.BuildTrainingSet;
import io.falaj.features.EntityYaml;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureViewYaml;
import io.falaj.features.Materialize;
import io.falaj.features.TrainingSet;
import io.falaj.features.TrainingSetSpec;
import io.falaj.features.TrainingSetYaml;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.TableVersion;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import io.falaj.training.evaluation.Calibrator;
import io.falaj.training.evaluation.Evaluation;
import io.falaj.training.evaluation.LabelledScores;
import io.falaj.training.model.ModelArtifact;
import io.falaj.training.model.ModelKind;
import io.falaj.training.model.ModelOrigin;
import io.falaj.training.network.Activation;
import io.falaj.training.network.Dl4jNetwork;
import io.falaj.training.network.NativeRuntime;
import io.falaj.training.network.NetworkSpec;
import io.falaj.training.network.OptimizerSpec;
import io.falaj.training.network.Parameters;
import io.falaj.training.parallel.EpochLoss;
import io.falaj.training.preprocess.ColumnEncoding;
import io.falaj.training.preprocess.Preprocessing;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Some months of flights, a view over them, a training set of January, and a model by hand. */
final class SmallPipeline {

  static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");
  static final DataInterval FEBRUARY = DataInterval.parse("2013-02-01/2013-03-01");
  static final DataInterval MARCH = DataInterval.parse("2013-03-01/2013-04-01");
  static final DataInterval ALL = DataInterval.parse("2013-01-01/2013-04-01");
  static final int A_MONTH = 300;

  private static final TableName FLIGHTS = TableName.parse("clean.flights");
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "flight_id string, scheduled_departure timestamp, landed_at timestamp, carrier string,"
              + " arr_delay double, _interval string, _interval_month date");

  private static final String VIEW =
      """
      feature_view: carrier_delays
      entity: carrier
      source: clean.flights
      event_time: scheduled_departure
      available_time: landed_at
      boundary: exclusive
      sequence: flight_id
      features:
        delayed_share_7d: {aggregate: mean, of: arr_delay > 15, window: 7d}
        flights_7d: {aggregate: count, window: 7d}
      """;

  private static final String HOURS =
      """
      feature_view: hours
      features:
        hour: {of: hour(label_time)}
        airline: {of: carrier}
      """;

  private static final String SET =
      """
      labels:
        source: clean.flights
        event_time: scheduled_departure
        columns: [flight_id]
        label: arr_delay > 15
      features: ["carrier_delays.*", "hours.*"]
      splits:
        fit: 2013-01-01/2013-01-20
        validation: 2013-01-20/2013-01-25
        gate: 2013-01-25/2013-02-01
      """;

  private final Lake lake;
  private final FeatureCatalog catalog;

  SmallPipeline(Lake lake) {
    this.lake = lake;
    Problems problems = new Problems();
    this.catalog =
        FeatureCatalog.parse(
            List.of(
                read(
                    "entity: carrier\nkeys: {carrier: string}\nbuckets: 2\n",
                    EntityYaml.class,
                    problems)),
            List.of(
                read(VIEW, FeatureViewYaml.class, problems),
                read(HOURS, FeatureViewYaml.class, problems)),
            Map.of(),
            problems);
    problems.throwIfAny();
  }

  private static <T extends Record> T read(String yaml, Class<T> type, Problems problems) {
    return ConfigFile.parse(yaml, "test.yaml", type, problems).orElseThrow();
  }

  TrainingSetSpec definition() {
    return definition(SET);
  }

  /** The same, without a feature: its fingerprint is another one. */
  TrainingSetSpec otherFeatures() {
    return definition(SET.replace(", \"hours.*\"", ""));
  }

  /** The same, learned from February. */
  TrainingSetSpec laterSplits() {
    return definition(
        SET.replace("2013-01", "2013-02")
            .replace("2013-02-25/2013-02-01", "2013-02-25/2013-03-01"));
  }

  private TrainingSetSpec definition(String yaml) {
    Problems problems = new Problems();
    TrainingSetSpec spec =
        TrainingSetSpec.parse(
                "late", read(yaml, TrainingSetYaml.class, problems), catalog, Map.of(), problems)
            .orElseThrow();
    problems.throwIfAny();
    return spec;
  }

  /** Writes months of flights; another seed is another delivery of them. */
  void ingest(long seed, DataInterval... months) {
    List<Row> rows = new ArrayList<>();
    List<IntervalRequest> requests = new ArrayList<>();
    for (DataInterval month : months) {
      rows.addAll(flights(seed, month));
      requests.add(
          new IntervalRequest(
              month, List.of(new StepInput("file", "flights", Fingerprint.of("" + seed).hex()))));
    }
    StepRequest request =
        new StepRequest("ingest", "flights", Fingerprint.of("flights"), 1, requests);
    try (Step step = lake.begin(request)) {
      if (!step.upToDate()) {
        step.replaceIntervals(
                TableSpec.of(FLIGHTS, SCHEMA).partitionedBy(TableSpec.INTERVAL_MONTH),
                lake.dataset(
                    rows.stream()
                        .filter(row -> step.pending().toString().contains(row.getString(5)))
                        .toList(),
                    SCHEMA))
            .commit();
        step.commit();
      }
    }
  }

  private static List<Row> flights(long seed, DataInterval month) {
    Random random = new Random(seed + month.start().getEpochSecond());
    long span = month.end().getEpochSecond() - month.start().getEpochSecond();
    LocalDate first = LocalDate.ofInstant(month.start(), ZoneOffset.UTC);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < A_MONTH; i++) {
      Instant at = month.start().plusSeconds((long) (random.nextDouble() * span));
      String carrier = random.nextInt(3) == 0 ? "UA" : "B6";
      double delay = random.nextGaussian() * 20 + (carrier.equals("B6") ? 12 : 0);
      rows.add(
          RowFactory.create(
              first + "-" + i,
              Timestamp.from(at),
              Timestamp.from(at.plusSeconds(7200)),
              carrier,
              // One in ten never arrives: it is scored, and has no label.
              i % 10 == 0 ? null : delay,
              month.toString(),
              Date.valueOf(first)));
    }
    return rows;
  }

  void materialize() {
    catalog.views().values().forEach(view -> new Materialize(lake).execute(view, ALL));
  }

  /** A logistic regression whose weights are given, not learned. */
  ScoringModel model(long version, float weight) {
    TrainingSet set = new BuildTrainingSet(lake).execute(definition()).trainingSet();
    return new ScoringModel("late", version, set.table(), artifact(set, weight));
  }

  private ModelArtifact artifact(TrainingSet set, float weight) {
    NativeRuntime.start();
    Preprocessing preprocessing =
        Preprocessing.of(
            List.of(
                new ColumnEncoding.Numeric("delayed_share_7d", false, 0.3, false, 0.3, 0.2, 8),
                new ColumnEncoding.Numeric("hour", false, 12, false, 12, 7, 8),
                new ColumnEncoding.Category("airline", List.of("B6"))));
    NetworkSpec network = new NetworkSpec(List.of(), Activation.RELU, 0);
    Evaluation gate =
        Evaluation.of(
            LabelledScores.of(
                new double[] {0.2, 0.7, 0.4, 0.5}, new boolean[] {false, true, true, false}),
            0.4);
    TableVersion table = set.table();
    return new ModelArtifact(
        "late",
        ModelKind.LOGISTIC_REGRESSION,
        preprocessing,
        network,
        Parameters.of(weight, 0.1f, 1.2f, 0f, -1f),
        Dl4jNetwork.configuration(
                network, new OptimizerSpec(0.001, 1, 0, 0), preprocessing.width(), 1)
            .toJson(),
        new Calibrator.None(),
        0.4,
        new ModelOrigin(
            set.name(),
            table.toString(),
            set.fingerprint(),
            set.features(),
            set.featureColumns(),
            set.identityColumns(),
            "label",
            Fingerprint.of("spec"),
            1,
            2,
            "Haswell",
            Map.of("epochs", 3)),
        new TreeMap<>(Map.of("gate", gate, "validation", gate)),
        List.of(new EpochLoss(1, 0.7, 0.65), new EpochLoss(2, 0.6, 0.66)));
  }
}
