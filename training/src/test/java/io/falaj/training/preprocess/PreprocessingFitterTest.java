package io.falaj.training.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.TestSpark;
import io.falaj.training.preprocess.ColumnEncoding.Category;
import io.falaj.training.preprocess.ColumnEncoding.Numeric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PreprocessingFitterTest {

  private static final String SCHEMA =
      "delay double, distance int, fare decimal(9,2), late boolean, carrier string, `a.b` float,"
          + " empty double";
  private static final List<String> FEATURES =
      List.of("delay", "distance", "fare", "late", "carrier", "a.b", "empty");

  private static Dataset<Row> rows(String schema, Row... rows) {
    return TestSpark.session()
        .createDataFrame(Arrays.asList(rows), StructType.fromDDL(schema))
        .coalesce(1);
  }

  private static Row[] column(@Nullable Object... cells) {
    return Arrays.stream(cells)
        .map(cell -> RowFactory.create(new Object[] {cell}))
        .toArray(Row[]::new);
  }

  private static Preprocessing fit(PreprocessingYaml spec, String schema, Row... rows) {
    Dataset<Row> set = rows(schema, rows);
    return new PreprocessingFitter(spec).fit(set, List.of(set.columns()));
  }

  private static Numeric number(PreprocessingYaml spec, String schema, Row... rows) {
    return (Numeric) fit(spec, schema, rows).columns().get(0);
  }

  private static Row[] mixed(int count) {
    Random random = new Random(6);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double delay = random.nextGaussian() * 30 + 5;
      rows.add(
          RowFactory.create(
              i % 11 == 0 ? null : i % 13 == 0 ? Double.NaN : Double.valueOf(delay),
              random.nextInt(4000),
              BigDecimal.valueOf(random.nextInt(90_000), 2),
              random.nextBoolean(),
              i % 17 == 0 ? null : "c" + random.nextInt(9),
              i % 19 == 0 ? -0f : i % 2 == 0 ? 0f : random.nextFloat(),
              null));
    }
    return rows.toArray(Row[]::new);
  }

  @Test
  void meanDeviationAndMedianAreThoseOfThePresentValues() {
    Row[] rows = mixed(1000);
    double[] known =
        Arrays.stream(rows)
            .filter(row -> !row.isNullAt(0) && !Double.isNaN(row.getDouble(0)))
            .mapToDouble(row -> row.getDouble(0))
            .sorted()
            .toArray();
    double mean = Arrays.stream(known).average().orElseThrow();
    double variance =
        Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    double median = known[(known.length - 1) / 2];

    Numeric delay = number(Specs.of(Map.of()), SCHEMA, rows);

    assertThat(delay.mean()).isEqualTo(mean, within(1e-12));
    assertThat(delay.scale()).isEqualTo(Math.sqrt(variance), within(1e-12));
    assertThat(delay.impute()).isEqualTo(median, within(Math.abs(median) / 4096));
    assertThat(delay.indicator()).isTrue();
    assertThat(delay.clip()).isEqualTo(8);
    assertThat(number(Specs.of(Map.of("delay", Specs.MEAN)), SCHEMA, rows).impute())
        .isEqualTo(delay.mean());
  }

  @Test
  void theSameBytesHoweverRowsArePartitioned() {
    Dataset<Row> set = rows(SCHEMA, mixed(500));
    PreprocessingFitter fitter =
        new PreprocessingFitter(Specs.of(Map.of("delay", Specs.LOG, "fare", Specs.CATEGORY)));

    String expected = fitter.fit(set, FEATURES).toJson();

    assertThat(expected).doesNotContain("-0.0").doesNotContain("empty");
    for (int partitions : new int[] {2, 7}) {
      assertThat(fitter.fit(set.repartition(partitions), FEATURES).toJson()).isEqualTo(expected);
    }
  }

  @Test
  void numbersBooleansDecimalsAndTextAreReadInTheOrderOfTheFeatures() {
    Preprocessing fitted = fit(Specs.of(Map.of(), "distance"), SCHEMA, mixed(60));

    assertThat(fitted.inputs()).containsExactly("delay", "fare", "late", "carrier", "a.b");
    assertThat(fitted.slots())
        .startsWith("delay", "delay missing", "fare", "late", "carrier=c0")
        .endsWith("carrier=c8", "carrier other", "a.b");
    assertThat(fitted.width()).isEqualTo(fitted.slots().size());
  }

  @Test
  void booleansAreOneAndZeroAndDecimalsTheirValue() {
    Numeric flag = number(Specs.of(Map.of()), "x boolean", column(true, true, false, true));
    Numeric price =
        number(
            Specs.of(Map.of()),
            "x decimal(9,2)",
            column(new BigDecimal("1.25"), new BigDecimal("2.75")));

    assertThat(flag).isEqualTo(new Numeric("x", false, 1, false, 0.75, Math.sqrt(0.1875), 8));
    assertThat(price).isEqualTo(new Numeric("x", false, 1.25, false, 2, 0.75, 8));
  }

  @Test
  void infinitiesAndWhatIsBeyondAnyMeasureAreMissing() {
    Row[] rows =
        column(
            1.0,
            3.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            null,
            Double.MAX_VALUE,
            -1e200);

    assertThat(number(Specs.of(Map.of()), "x double", rows))
        .isEqualTo(new Numeric("x", false, 1, true, 2, 1, 8));
  }

  @Test
  void theLogarithmIsTakenBeforeEverythingElse() {
    Numeric logged =
        number(Specs.of(Map.of("x", Specs.LOG)), "x double", column(0.0, Math.E - 1, 1 - Math.E));

    assertThat(logged.log1p()).isTrue();
    assertThat(logged.mean()).isEqualTo(0, within(1e-12));
    assertThat(logged.scale()).isEqualTo(Math.sqrt(2.0 / 3), within(1e-12));
  }

  @Test
  void aConstantColumnHasScaleOneAlsoWhereItsValuesAreRounded() {
    assertThat(number(Specs.of(Map.of()), "x double", column(7.5, 7.5, 7.5)))
        .isEqualTo(new Numeric("x", false, 7.5, false, 7.5, 1, 8));
    Row[] rounded = column(0.3, 0.1 + 0.2, 0.3);
    assertThat(number(Specs.of(Map.of()), "x double", rounded).scale()).isEqualTo(1);
  }

  @Test
  void theUnitOfAColumnDoesNotDecideWhetherItVaries() {
    // Seconds since 1970 within an hour, and a rate of a few in a thousand million.
    Row[] times = column(1.7e9, 1.7e9 + 1800, 1.7e9 + 3600);
    Row[] rates = column(1e-9, 2e-9, 3e-9);

    assertThat(number(Specs.of(Map.of()), "x double", times).scale())
        .isEqualTo(1800 * Math.sqrt(2.0 / 3), within(1e-6));
    assertThat(number(Specs.of(Map.of()), "x double", rates).scale())
        .isEqualTo(1e-9 * Math.sqrt(2.0 / 3), within(1e-20));
  }

  @Test
  void rareCategoriesHaveNoSlotAndTheMostFrequentAreKept() {
    Row[] rows = column("b", "b", "b", "a", "a", "a", "c", "c", "d", null, null, null, null);

    assertThat(category(1, 256, rows)).containsExactly("a", "b", "c", "d");
    assertThat(category(2, 256, rows)).containsExactly("a", "b", "c");
    assertThat(category(4, 256, rows)).isEmpty();
    assertThat(category(1, 2, rows)).containsExactly("a", "b");
    assertThat(category(1, 1, rows)).as("ties by value").containsExactly("a");
  }

  private static List<String> category(long minRows, int maxCategories, Row... rows) {
    Preprocessing fitted = fit(Specs.categories(minRows, maxCategories), "x string", rows);
    return ((Category) fitted.columns().get(0)).values();
  }

  @Test
  void moreValuesThanACategoryMayHaveAreRefused() {
    Dataset<Row> many = TestSpark.session().range(100_001).selectExpr("cast(id as string) x");
    PreprocessingFitter fitter = new PreprocessingFitter(Specs.of(Map.of()));

    assertThat(fitter.fit(many.where("x <> '77'"), List.of("x")).width()).isEqualTo(257);
    assertThatThrownBy(() -> fitter.fit(many, List.of("x")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Feature 'x' has more than 100,000 distinct values, too many for a category. Exclude it"
                + " under preprocessing, or make a feature of it that has fewer.");
  }

  @Test
  void everyProblemOfTheSpecificationIsReportedAtOnce() {
    PreprocessingYaml spec = Specs.of(Map.of("delai", Specs.LOG, "s", Specs.NUMBER), "zzzzzzzz");

    assertThatThrownBy(() -> fit(spec, "delay double, s string, t timestamp, d date", new Row[0]))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            """
            5 problems in the configuration:
              models/delay.yaml:7:3: preprocessing names 'delai', which is no feature of the training set. Did you mean 'delay'?
              models/delay.yaml:7:3: preprocessing names 'zzzzzzzz', which is no feature of the training set. Known: d, delay, s, t.
              models/delay.yaml:7:3: feature 's' is text and cannot be read as a number. Make a number of it in its feature view, or leave 'as' out.
              models/delay.yaml:7:3: feature 't' is of type timestamp: a model reads numbers, booleans and text. Exclude it.
              models/delay.yaml:7:3: feature 'd' is of type date: a model reads numbers, booleans and text. Exclude it.""");
    assertThatThrownBy(() -> fit(Specs.of(Map.of(), "x"), "x double", column(1.0)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("no feature is left for the model to read.");
  }

  @Test
  void noRowsAndNoValuesAreRefused() {
    assertThatThrownBy(() -> fit(Specs.of(Map.of()), "x double"))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "There are no rows to fit the preprocessing on. Check the training set's fit interval.");
    assertThatThrownBy(() -> fit(Specs.of(Map.of()), "x double", column(null, Double.NaN)))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "No feature has a value in the rows that the preprocessing is fitted on (x). Check the"
                + " training set.");
  }

  @Test
  void settingsOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> Specs.categories(0, 256))
        .hasMessage("'max_categories' and 'min_rows' must be at least 1.");
    assertThatThrownBy(() -> Specs.categories(1, 0))
        .hasMessage("'max_categories' and 'min_rows' must be at least 1.");
    assertThat(IntStream.of(fit(Specs.of(Map.of()), "x int", column(1, 2)).width()).sum()).isOne();
  }
}
