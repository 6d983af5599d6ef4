package io.falaj.scoring.report;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.html.chart.Series.Point;
import io.falaj.scoring.drift.CategorySample;
import io.falaj.scoring.drift.ColumnDrift;
import io.falaj.scoring.drift.DriftReport;
import io.falaj.scoring.drift.ExactDrift;
import io.falaj.scoring.drift.NumericSample;
import io.falaj.scoring.report.ModelCard.Better;
import io.falaj.scoring.report.ModelCard.Decision;
import io.falaj.scoring.report.ModelCard.Fact;
import io.falaj.scoring.report.ModelCard.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** A report with something of everything, from seeded values. */
final class SampleReport {

  static final List<String> MONTHS = List.of("2013-08", "2013-09", "2013-10", "2013-11", "2013-12");

  private SampleReport() {}

  /** Writes the page where the argument says, to look at. */
  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[0]), ReportPage.of(full()).bytes());
    Files.write(Path.of(arguments[1]), ReportPage.of(empty()).bytes());
  }

  static ReportModel full() {
    return new ReportModel(
        "flights",
        "Will a flight arrive more than 15 minutes late? Predicted at the scheduled departure time,"
            + " from what was known then.",
        DataInterval.parse("2013-01-01/2014-01-01"),
        "0.1.0",
        Optional.of(card()),
        tables(),
        reasons(),
        Optional.of(curves()),
        List.of(evaluated("network", 0.03), evaluated("logistic regression", 0)),
        months(),
        drift(),
        features(),
        lineage(),
        timings());
  }

  static ReportModel empty() {
    return new ReportModel(
        "flights",
        "A pipeline that has not run yet.",
        DataInterval.parse("2013-01-01/2014-01-01"),
        "0.1.0",
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static ModelCard card() {
    return new ModelCard(
        "late_arrival",
        1,
        "DL4J network, 61 inputs, layers 64 and 32, calibrated",
        Decision.PROMOTED,
        List.of(
            "ROC AUC 0.7534 is above the baseline's 0.7420, by more than the 0.002 asked for.",
            "Log loss 0.5190 is below the baseline's 0.5301."),
        List.of(
            new Metric("ROC AUC", 0.7534, 0.7420, Better.HIGHER),
            new Metric("PR AUC", 0.5890, 0.5811, Better.HIGHER),
            new Metric("Log loss", 0.5190, 0.5301, Better.LOWER),
            new Metric("Brier score", 0.1760, 0.1755, Better.LOWER)),
        List.of(
            new Fact("Training set", "training.late_arrival@0, 176,431 rows"),
            new Fact("Feature fingerprint", "9f86d081884c7d659a2feaa0c55ad015"),
            new Fact("Artifact", "sha256 2c26b46b68ffc68ff99b453c1d304134"),
            new Fact("Decision threshold", "0.231"),
            new Fact("Signed by", "ed25519 fcde2b2edba56bf4")));
  }

  private static List<TableQuality> tables() {
    return List.of(
        new TableQuality("flights", 336_776, 336_700, 76, 0, "clean.flights@0"),
        new TableQuality("weather", 26_115, 26_090, 25, 0, "clean.weather@0"),
        new TableQuality("planes", 3_322, 3_322, 0, 0, "clean.planes@0"),
        new TableQuality("airports", 1_458, 1_450, 0, 7, "clean.airports@0"),
        new TableQuality("airlines", 16, 16, 0, 0, "clean.airlines@0"));
  }

  private static List<QuarantineReason> reasons() {
    return List.of(
        new QuarantineReason("flights", "plausible_delay", "WARN", 2_512),
        new QuarantineReason("flights", "unique(flight_id)", "QUARANTINE", 76),
        new QuarantineReason("weather", "in_range(wind_speed)", "QUARANTINE", 25));
  }

  private static TrainingCurves curves() {
    List<Double> training = new ArrayList<>();
    List<Double> validation = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      training.add(0.48 + 0.16 * Math.exp(-i / 3.0) - 0.002 * i);
      validation.add(0.50 + 0.14 * Math.exp(-i / 3.0) + 0.0011 * Math.max(0, i - 8));
    }
    return new TrainingCurves(training, validation, 9);
  }

  private static EvaluatedModel evaluated(String name, double better) {
    List<Point> roc = curve(x -> Math.pow(x, 0.42 - better));
    List<Point> precisionRecall = curve(x -> 0.3 + 0.62 * Math.pow(1 - x, 1.5 - better));
    List<Point> calibration =
        IntStream.range(0, 10)
            .mapToObj(i -> new Point(0.05 + i / 10.0, 0.045 + i * (0.094 + better / 5)))
            .toList();
    return new EvaluatedModel(
        name,
        15_000,
        0.742 + better / 3,
        0.581 + better / 4,
        0.530 - better / 3,
        roc,
        precisionRecall,
        calibration);
  }

  private static List<Point> curve(DoubleUnaryOperator y) {
    return IntStream.rangeClosed(0, 60)
        .mapToObj(i -> new Point(i / 60.0, y.applyAsDouble(i / 60.0)))
        .toList();
  }

  private static List<MonthPerformance> months() {
    return List.of(
        new MonthPerformance("2013-08", 1, 29_327, 28_756, 0.213, 0.221, 0.7581, 0.5033, 0.4412),
        new MonthPerformance("2013-09", 1, 27_574, 27_010, 0.132, 0.158, 0.7402, 0.4102, 0.3461),
        new MonthPerformance("2013-10", 1, 28_889, 28_618, 0.157, 0.161, 0.7377, 0.4248, 0.3822),
        new MonthPerformance("2013-11", 1, 27_268, 26_971, 0.174, 0.170, 0.7441, 0.4517, 0.4019),
        new MonthPerformance("2013-12", 2, 28_135, 27_020, 0.326, 0.281, 0.7529, 0.6013, 0.5548));
  }

  static List<MonthDrift> drift() {
    ExactDrift exact = new ExactDrift(100);
    NumericSample hot = normal(1, 4000, 18, 5);
    NumericSample scores = skewed(2, 4000, 2.2);
    CategorySample carriers = carriers(3, 4000, 8);
    List<MonthDrift> months = new ArrayList<>();
    for (int m = 0; m < MONTHS.size(); m++) {
      List<ColumnDrift> columns = new ArrayList<>();
      columns.add(exact.compare("temperature", hot, normal(10 + m, 2500, 24 - 5.5 * m, 5)));
      columns.add(exact.compare("carrier", carriers, carriers(20 + m, 2500, m > 2 ? 10 : 8)));
      columns.add(
          exact.compare("origin_delayed_share_3h", scores, skewed(30 + m, 2500, 2.2 + 0.35 * m)));
      columns.add(exact.compare("distance", hot, normal(40 + m, 2500, 18.1, 5)));
      columns.add(exact.compare("wind_gust", hot, NumericSample.of(gone(m))));
      for (int i = 0; i < 6; i++) {
        NumericSample other = normal(50 + i, 4000, 3, 1);
        columns.add(exact.compare("feature_" + i, other, normal(60 + 9 * i + m, 2500, 3, 1)));
      }
      months.add(
          new MonthDrift(
              MONTHS.get(m),
              new DriftReport(columns),
              Optional.of(
                  exact.compare("probability", scores, skewed(70 + m, 2500, 2.1 + 0.2 * m)))));
    }
    return months;
  }

  private static double[] gone(int month) {
    double[] values = new double[2500];
    java.util.Arrays.fill(values, month == 4 ? Double.NaN : 18 + month);
    return values;
  }

  private static NumericSample normal(long seed, int n, double mean, double deviation) {
    Random random = new Random(seed);
    return NumericSample.of(
        random.doubles(n).map(u -> mean + deviation * random.nextGaussian()).toArray());
  }

  private static NumericSample skewed(long seed, int n, double power) {
    return NumericSample.of(new Random(seed).doubles(n).map(u -> Math.pow(u, power)).toArray());
  }

  private static CategorySample carriers(long seed, int n, int kinds) {
    String[] names = {"UA", "B6", "EV", "DL", "AA", "MQ", "US", "9E", "HA", "a very long name <b>"};
    Random random = new Random(seed);
    return CategorySample.of(
        random
            .doubles(n)
            .mapToObj(u -> names[(int) (kinds * u * (0.4 + 0.6 * random.nextDouble()))])
            .toList());
  }

  private static List<FeatureRow> features() {
    return List.of(
        new FeatureRow(
            "origin_weather_v1",
            "temperature",
            "Air temperature at the origin.",
            "up to 1 h",
            0.0051,
            0.004),
        new FeatureRow(
            "carrier_delays_v1",
            "carrier_delayed_share_24h",
            "Share of the carrier's flights of the last 24 h that landed late.",
            "24 h window",
            0,
            0),
        new FeatureRow(
            "aircraft_v1",
            "previous_leg_arr_delay",
            "How late the aircraft's previous flight landed, as known at the time.",
            "14 d",
            0.183,
            0.179),
        new FeatureRow("planes_v1", "seats", "Seats of the aircraft.", "", 0.1562, Double.NaN));
  }

  private static List<LineageStep> lineage() {
    return List.of(
        new LineageStep(
            "ingest",
            "flights",
            List.of("sample/flights.csv.gz sha256 f3b1a2c4d5e6"),
            List.of("raw.flights@0", "quarantine.flights@0", "clean.flights@0")),
        new LineageStep(
            "materialize",
            "carrier_delays_v1",
            List.of("clean.flights@0"),
            List.of("features.carrier_delays_v1_events@0")),
        new LineageStep(
            "training-set",
            "late_arrival",
            IntStream.range(0, 9).mapToObj(i -> "features.view_" + i + "_v1_events@0").toList(),
            List.of("training.late_arrival@0")),
        new LineageStep(
            "train", "late_arrival", List.of("training.late_arrival@0"), List.of("late_arrival:1")),
        new LineageStep(
            "score",
            "late_arrival",
            List.of("late_arrival:1", "clean.flights@0"),
            List.of("predictions.late_arrival@0")));
  }

  private static List<StepTiming> timings() {
    return List.of(
        new StepTiming("ingest flights", Duration.ofMillis(14_200), 336_776),
        new StepTiming("materialize carrier_delays_v1", Duration.ofMillis(6_300), 336_700),
        new StepTiming("training-set late_arrival", Duration.ofMillis(12_900), 191_000),
        new StepTiming("train late_arrival", Duration.ofMillis(31_400), 0),
        new StepTiming("score late_arrival", Duration.ofMillis(9_800), 141_193),
        new StepTiming("monitor late_arrival", Duration.ofMillis(640), 310));
  }
}
