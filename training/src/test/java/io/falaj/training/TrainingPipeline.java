package io.falaj.training;

import io.falaj.features.BuildTrainingSet;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureViewYaml;
import io.falaj.features.TrainingSet;
import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.IntervalRequest;
import io.falaj.lineage.Lake;
import io.falaj.lineage.Step;
import io.falaj.lineage.StepInput;
import io.falaj.lineage.StepRequest;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableSpec;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A month of flights that are late when their distance is short or long, which a network learns and
 * a logistic regression does not.
 */
final class TrainingPipeline {

  static final String YAML =
      """
      model: late
      description: Late arrivals.
      training_set:
        labels:
          source: clean.flights
          event_time: scheduled_departure
          columns: [flight_id]
          label: arr_delay > 15
        features: ["leg.*"]
        splits:
          fit: 2013-01-01/2013-01-20
          validation: 2013-01-20/2013-01-25
          gate: 2013-01-25/2013-02-01
      preprocessing: {min_rows: 5}
      network: {hidden: [8]}
      optimizer: {learning_rate: 0.05}
      training: {batch_size: 64, epochs: 12, stop_after: 12}
      gate: {min_improvement: 0.05, min: {roc_auc: 0.7}}
      """;

  private static final DataInterval JANUARY = DataInterval.parse("2013-01-01/2013-02-01");
  private static final int ROWS = 900;
  private static final TableName FLIGHTS = TableName.parse("clean.flights");
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "flight_id string, scheduled_departure timestamp, carrier string, distance double,"
              + " arr_delay double, _interval string, _interval_month date");

  private static final String LEG =
      """
      feature_view: leg
      features:
        distance: {of: distance}
        airline: {of: carrier}
        hour: {of: hour(label_time)}
      """;

  private final Lake lake;

  TrainingPipeline(Lake lake) {
    this.lake = lake;
  }

  static FeatureCatalog catalog() {
    Problems problems = new Problems();
    FeatureViewYaml leg =
        ConfigFile.parse(LEG, "leg.yaml", FeatureViewYaml.class, problems).orElseThrow();
    FeatureCatalog catalog = FeatureCatalog.parse(List.of(), List.of(leg), Map.of(), problems);
    problems.throwIfAny();
    return catalog;
  }

  static ModelSpec spec() {
    return spec(YAML);
  }

  static ModelSpec spec(String yaml) {
    Problems problems = new Problems();
    ModelSpec spec =
        ConfigFile.parse(yaml, "late.yaml", ModelYaml.class, problems)
            .flatMap(file -> ModelSpec.parse(file, catalog(), Map.of(), problems))
            .orElse(null);
    problems.throwIfAny();
    return java.util.Objects.requireNonNull(spec);
  }

  /** Writes January and builds the training set; another seed is another delivery of January. */
  TrainingSet prepare(long seed) {
    return prepare(seed, spec());
  }

  TrainingSet prepare(long seed, ModelSpec spec) {
    ingest("seed " + seed, flights(seed));
    return new BuildTrainingSet(lake).execute(spec.trainingSet()).trainingSet();
  }

  private void ingest(String source, List<Row> rows) {
    StepRequest request =
        new StepRequest(
            "ingest",
            "flights",
            Fingerprint.of("flights"),
            1,
            List.of(
                new IntervalRequest(
                    JANUARY,
                    List.of(new StepInput("file", "flights.csv", Fingerprint.of(source).hex())))));
    try (Step step = lake.begin(request)) {
      if (!step.upToDate()) {
        step.replaceIntervals(
                TableSpec.of(FLIGHTS, SCHEMA).partitionedBy(TableSpec.INTERVAL_MONTH),
                lake.dataset(rows, SCHEMA))
            .commit();
        step.commit();
      }
    }
  }

  private static List<Row> flights(long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Instant at = JANUARY.start().plusSeconds(random.nextInt(31 * 24 * 3600));
      double distance = random.nextDouble() * 2000;
      boolean late = Math.abs(distance - 1000) > 500 == random.nextInt(10) > 0;
      rows.add(
          RowFactory.create(
              "f" + i,
              Timestamp.from(at),
              random.nextBoolean() ? "UA" : "B6",
              // One in twenty has no distance, one in ten never arrives.
              i % 20 == 0 ? null : distance,
              i % 10 == 0 ? null : late ? 60.0 : 0.0,
              JANUARY.toString(),
              Date.valueOf("2013-01-01")));
    }
    return rows;
  }
}
