package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.noon;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RatioTest {

  private static final String VIEW =
      """
      feature_view: facts
      entity: thing
      source: clean.facts
      event_time: happened
      sequence: "no"
      features:
      %s
      """;

  private static Scenario scenario(String type, String... features) {
    return new Scenario(
        """
        entity: thing
        keys: {k: string}
        buckets: 1
        """,
        VIEW.formatted("  " + String.join("\n  ", features)),
        "k string, happened timestamp, no bigint, x " + type);
  }

  @Test
  void isNullWhereThereIsNothingToDivideOrToDivideBy() {
    assertThat(
            scenario(
                    "double",
                    "rate: {ratio: sum, to: n}",
                    "n: {aggregate: count, window: 1h}",
                    "sum: {aggregate: sum, of: x, window: 1h}")
                .event("a", noon(-1), 1L, 3.0)
                .event("a", noon(0), 2L, 4.0)
                .event("b", noon(0), 1L, null)
                .label("a", noon(-2))
                .label("a", noon(-1))
                .label("a", noon(0))
                .label("b", noon(0))
                .label("c", noon(0))
                .answers())
        .containsExactly(
            asList(null, 0L, null),
            List.of(3.0, 1L, 3.0),
            List.of(3.5, 2L, 7.0),
            asList(null, 1L, null),
            asList(null, 0L, null));
  }

  @Test
  void whatIsDividedNeedNotBeAskedFor() {
    Scenario scenario =
        scenario(
            "decimal(9,2)",
            "least: {aggregate: min, of: x, window: 1h}",
            "share: {ratio: last, to: least}",
            "last: {of: x}");
    scenario
        .event("a", noon(-1), 1L, new BigDecimal("0.40"))
        .event("a", noon(0), 2L, new BigDecimal("0.10"))
        .label("a", noon(-1))
        .label("a", noon(0));
    assertThat(scenario.answers())
        .extracting(features -> features.get(1))
        .containsExactly(1.0, 1.0);
    assertThat(scenario.asked("facts.share")).containsExactly(List.of(1.0), List.of(1.0));
  }

  @Test
  void zeroDividesNothingOfEitherSignAndNaNStays() {
    assertThat(
            scenario("double", "last: {of: x}", "one: {ratio: last, to: last}")
                .event("a", noon(0), 1L, -0.0)
                .event("b", noon(0), 1L, Double.NaN)
                .event("c", noon(0), 1L, Double.POSITIVE_INFINITY)
                .label("a", noon(0))
                .label("b", noon(0))
                .label("c", noon(0))
                .answers())
        .extracting(features -> features.get(1))
        .containsExactly(null, Double.NaN, Double.NaN);
  }

  @Test
  void isOfNumbersAlone() {
    assertThatThrownBy(
            () ->
                scenario(
                        "string",
                        "n: {aggregate: count, window: 1h}",
                        "last: {of: x}",
                        "r: {ratio: last, to: n}")
                    .label("a", noon(0))
                    .answers())
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Feature 'r' of view 'facts_v1': 'last' is a STRING, not a number, and cannot be part"
                + " of a ratio. Name a feature that is a number.");
  }
}
