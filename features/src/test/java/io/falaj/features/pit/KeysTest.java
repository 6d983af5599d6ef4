package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.HOUR;
import static io.falaj.features.pit.Scenario.noon;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import java.math.BigDecimal;
import java.sql.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which events are a label's own, and that every label comes out once. */
class KeysTest {

  private static Scenario scenario(String keys, String columns) {
    return new Scenario(
        """
        entity: thing
        keys: {%s}
        buckets: 3
        """
            .formatted(keys),
        """
        feature_view: facts
        entity: thing
        source: clean.facts
        event_time: happened
        features: {x: {of: x}, n: {aggregate: count, window: 2h}}
        """,
        columns + ", happened timestamp, x int");
  }

  @Test
  void numbersThatConcatenateAlikeAreOtherKeys() {
    Scenario scenario = scenario("a: bigint, b: bigint", "a bigint, b bigint");
    scenario
        .event(1L, 12L, noon(-HOUR), 112)
        .event(11L, 2L, noon(-HOUR), 1102)
        .label(1L, 12L, noon(0))
        .label(11L, 2L, noon(0))
        .label(2L, 11L, noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(112, 1L), asList(1102, 1L), asList(null, 0L)));
  }

  @Test
  void textsThatConcatenateAlikeAreOtherKeys() {
    Scenario scenario = scenario("a: string, b: string", "a string, b string");
    scenario
        .event("a_", "b", noon(-HOUR), 1)
        .event("a", "_b", noon(-HOUR), 2)
        .event("", "a_b", noon(-HOUR), 3)
        .label("a", "_b", noon(0))
        .label("a_", "b", noon(0))
        .label("", "a_b", noon(0))
        .label("a_b", "", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(2, 1L), asList(1, 1L), asList(3, 1L), asList(null, 0L)));
  }

  @Test
  void aNullInAnyPartMatchesNothing() {
    Scenario scenario = scenario("a: string, b: int", "a string, b int");
    scenario
        .event(null, 1, noon(-HOUR), 1)
        .event("a", null, noon(-HOUR), 2)
        .event(null, null, noon(-HOUR), 3)
        .event("a", 1, noon(-HOUR), 4)
        .event("b", 1, noon(-HOUR), 5)
        .label(null, 1, noon(0))
        .label("a", 1, noon(0))
        .label("a", null, noon(0))
        .label(null, null, noon(0))
        .label("b", 1, noon(0))
        .label("b", null, noon(0));
    assertThat(scenario.answers())
        .isEqualTo(
            asList(
                asList(null, 0L),
                asList(4, 1L),
                asList(null, 0L),
                asList(null, 0L),
                asList(5, 1L),
                asList(null, 0L)));
  }

  static Stream<Arguments> keysOfEachType() {
    return Stream.of(
        Arguments.of("string", "é", "z"),
        Arguments.of("bigint", Long.MIN_VALUE, Long.MAX_VALUE),
        Arguments.of("int", -1, 1),
        Arguments.of("smallint", (short) -1, (short) 1),
        Arguments.of("tinyint", (byte) -1, (byte) 1),
        Arguments.of("date", Date.valueOf("1969-12-31"), Date.valueOf("2013-11-01")),
        Arguments.of("timestamp", noon(-1), noon(0)),
        Arguments.of("boolean", false, true),
        Arguments.of("decimal(9,2)", new BigDecimal("-1.10"), new BigDecimal("11.00")),
        Arguments.of(
            "decimal(38,4)",
            new BigDecimal("-9999999999999999999999999999999999.9999"),
            new BigDecimal("12345678901234567890123456789.0001")));
  }

  @ParameterizedTest
  @MethodSource("keysOfEachType")
  void keysOfEveryTypeAreMatched(String type, Object less, Object more) {
    Scenario scenario = scenario("k: '" + type + "'", "k " + type);
    scenario
        .event(more, noon(-HOUR), 2)
        .event(less, noon(-HOUR), 1)
        .label(less, noon(0))
        .label(more, noon(0))
        .label(null, noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(1, 1L), asList(2, 1L), asList(null, 0L)));
  }

  @Test
  void duplicateLabelsStayAsManyAsTheyAre() {
    Scenario scenario = scenario("k: string", "k string");
    scenario.event("k", noon(-HOUR), 1).event("k", noon(-HOUR + 1), 2);
    for (int i = 0; i < 5; i++) {
      scenario.label("k", noon(0)).label("unseen", noon(0)).label(null, noon(0));
    }
    assertThat(scenario.answers())
        .hasSize(15)
        .filteredOn(features -> asList(2, 2L).equals(features))
        .hasSize(5);
  }

  @Test
  void aViewWithoutKeysIsForEveryLabel() {
    Scenario scenario =
        new Scenario(
            "{entity: everything, keys: {}}",
            """
            feature_view: facts
            entity: everything
            source: clean.facts
            event_time: happened
            features: {x: {of: x}}
            """,
            "happened timestamp, x int");
    scenario
        .event(noon(-HOUR), 1)
        .event(noon(-1), 2)
        .label(noon(-HOUR - 1))
        .label(noon(-2))
        .label(noon(0));
    assertThat(scenario.answer()).isEqualTo(asList(null, 1, 2));
  }

  @Test
  void aLabelWithoutTimeIsRefused() {
    Scenario scenario = scenario("a: string, b: int", "a string, b int");
    scenario.event("a", 1, noon(-HOUR), 1).label("a", 1, noon(0)).label("a", 2, null);
    assertThatThrownBy(() -> scenario.shuffled(scenario.events()))
        .hasRootCauseInstanceOf(FalajException.DataRefused.class)
        .hasRootCauseMessage(
            "A label with the keys (a, 2) has no time: features are as known at a label's time."
                + " Mend the labels' query, or leave such rows out.");
  }

  @Test
  void aLabelOutsideTheIntervalAskedForIsRefused() {
    Scenario scenario = scenario("k: string", "k string");
    scenario.event("k", noon(-HOUR), 1).label("k", noon(30 * Scenario.DAY));
    assertThatThrownBy(() -> scenario.shuffled(scenario.events()))
        .hasRootCauseMessage(
            "A label with the keys (k) has the time 2013-12-01T12:00:00Z, outside the interval"
                + " 2013-10-01T00:00:00Z/2013-12-01T00:00:00Z that was asked for. Ask for an"
                + " interval that holds all labels.");
  }

  @Test
  void emptyTablesGiveWhatIsNotThere() {
    Scenario noEvents = scenario("k: string", "k string");
    noEvents.label("k", noon(0)).label("k", noon(1));
    assertThat(noEvents.answers()).isEqualTo(asList(asList(null, 0L), asList(null, 0L)));
    Scenario noLabels = scenario("k: string", "k string");
    noLabels.event("k", noon(-HOUR), 1);
    assertThat(noLabels.answers()).isEmpty();
    assertThat(scenario("k: string", "k string").answers()).isEmpty();
  }
}
