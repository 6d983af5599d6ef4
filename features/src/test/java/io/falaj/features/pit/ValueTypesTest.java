package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.HOUR;
import static io.falaj.features.pit.Scenario.noon;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values come out as they went in, whatever their type. */
class ValueTypesTest {

  private static Scenario scenario(String type, String features) {
    return new Scenario(
        """
        entity: thing
        keys: {k: string}
        buckets: 1
        """,
        """
        feature_view: facts
        entity: thing
        source: clean.facts
        event_time: happened
        sequence: "no"
        features: {%s}
        """
            .formatted(features),
        "k string, happened timestamp, no bigint, x " + type);
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("string", "é", ""),
        Arguments.of("boolean", true, false),
        Arguments.of("date", Date.valueOf("2013-11-01"), Date.valueOf("0001-01-01")),
        Arguments.of("timestamp", noon(1), noon(-1)),
        Arguments.of("tinyint", (byte) -128, (byte) 127),
        Arguments.of("smallint", (short) -1, (short) 2),
        Arguments.of("float", -0.0f, Float.NEGATIVE_INFINITY),
        Arguments.of("double", -0.0, Double.NaN),
        Arguments.of("double", Double.POSITIVE_INFINITY, Double.MIN_VALUE),
        Arguments.of("decimal(9,2)", new BigDecimal("-0.01"), new BigDecimal("1234567.89")),
        Arguments.of(
            "decimal(38,10)",
            new BigDecimal("1234567890123456789012345678.0123456789"),
            new BigDecimal("-0.0000000001")),
        Arguments.of("array<string>", asList("a", null, "null"), List.of()),
        Arguments.of("array<double>", List.of(-0.0, Double.NaN), List.of(1.5)),
        Arguments.of("array<array<int>>", List.of(List.of(1, 2), List.of()), List.of()),
        Arguments.of(
            "struct<a:int,b:string,c:decimal(5,2),d:array<bigint>>",
            RowFactory.create(1, null, new BigDecimal("1.50"), List.of(1L, 2L)),
            RowFactory.create(null, "b", null, null)),
        Arguments.of("map<string,int>", Map.of("a", 1), Map.of()));
  }

  @ParameterizedTest
  @MethodSource("values")
  void theLastValueIsTheValueItself(String type, Object first, Object second) {
    Scenario scenario = scenario(type, "x: {of: x}, set: {of: x, null_policy: skip}");
    scenario
        .event("k", noon(-3 * HOUR), 1L, first)
        .event("k", noon(-2 * HOUR), 1L, second)
        .event("k", noon(-HOUR), 1L, null)
        .event("other", noon(-2 * HOUR), 1L, first)
        .label("k", noon(-3 * HOUR))
        .label("k", noon(-2 * HOUR))
        .label("k", noon(0))
        .label("other", noon(0));
    List<List<@Nullable Object>> answers = scenario.answers();
    assertThat(answers.get(0).get(0)).isEqualTo(Scenario.plain(first));
    assertThat(answers.get(1).get(0)).isEqualTo(Scenario.plain(second));
    assertThat(answers.get(2).get(0)).isNull();
    assertThat(answers.get(2).get(1)).isEqualTo(Scenario.plain(second));
    assertThat(answers.get(3).get(1)).isEqualTo(Scenario.plain(first));
  }

  @Test
  void leastAndGreatestTellZerosApartAndPutNanLast() {
    Scenario scenario =
        scenario(
            "double",
            "a: {aggregate: min, of: x, window: 2h}, z: {aggregate: max, of: x, window: 2h},"
                + " s: {aggregate: sum, of: x, window: 2h}");
    scenario
        .event("zeros", noon(-HOUR), 1L, 0.0)
        .event("zeros", noon(-HOUR), 2L, -0.0)
        .event("nan", noon(-HOUR), 1L, Double.NaN)
        .event("nan", noon(-HOUR), 2L, Double.POSITIVE_INFINITY)
        .event("infinite", noon(-HOUR), 1L, Double.NEGATIVE_INFINITY)
        .event("infinite", noon(-HOUR), 2L, 1.0)
        .label("zeros", noon(0))
        .label("nan", noon(0))
        .label("infinite", noon(0))
        .label("infinite", noon(HOUR));
    assertThat(scenario.answers())
        .isEqualTo(
            asList(
                asList(-0.0, 0.0, 0.0),
                asList(Double.POSITIVE_INFINITY, Double.NaN, Double.NaN),
                asList(Double.NEGATIVE_INFINITY, 1.0, Double.NEGATIVE_INFINITY),
                asList(null, null, null)));
  }

  @Test
  void aSumOfDecimalsHasTenMoreDigits() {
    Scenario scenario =
        scenario(
            "decimal(9,2)",
            "s: {aggregate: sum, of: x, window: 2h}, m: {aggregate: mean, of: x, window: 2h}");
    BigDecimal most = new BigDecimal("9999999.99");
    scenario
        .event("k", noon(-HOUR), 1L, most)
        .event("k", noon(-HOUR), 2L, most)
        .label("k", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(new BigDecimal("19999999.98"), 9999999.99)));
  }

  @Test
  void aSumThatDoesNotFitIsRefusedWithViewKeyAndTime() {
    Scenario scenario = scenario("bigint", "s: {aggregate: sum, of: x, window: 2h}");
    scenario
        .event("k", noon(-HOUR), 1L, Long.MAX_VALUE)
        .event("k", noon(-HOUR), 2L, 1L)
        .label("k", noon(0));
    assertThatThrownBy(() -> scenario.shuffled(scenario.events()))
        .cause()
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessage(
            "View facts_v1, keys (k), at 2013-11-01T12:00:00Z: a sum of whole numbers does not fit"
                + " a bigint. Narrow the window, or cast what is summed.");
  }

  @Test
  void anAggregateThatIsNotDefinedForAType() {
    Scenario scenario = scenario("string", "s: {aggregate: sum, of: x, window: 2h}");
    scenario.event("k", noon(-HOUR), 1L, "a").label("k", noon(0));
    assertThatThrownBy(() -> scenario.shuffled(scenario.events()))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Feature 's' of view 'facts_v1': sum is not defined for values of type STRING. Change"
                + " 'of', for example with a cast.");
  }

  @Test
  void aSequenceWithoutOrder() {
    Scenario scenario =
        new Scenario(
            "{entity: thing, keys: {k: string}}",
            """
            feature_view: facts
            entity: thing
            source: clean.facts
            event_time: happened
            sequence: "no"
            features: {x: {of: x}}
            """,
            "k string, happened timestamp, no array<int>, x int");
    scenario.event("k", noon(-HOUR), List.of(1), 1).label("k", noon(0));
    assertThatThrownBy(() -> scenario.shuffled(scenario.events()))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "View 'facts_v1': its sequence 'no' is a ARRAY<INT>, which has no order. Name columns"
                + " of simple types under 'sequence'.");
  }
}
