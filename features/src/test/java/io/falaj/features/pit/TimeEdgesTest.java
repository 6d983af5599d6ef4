package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.HOUR;
import static io.falaj.features.pit.Scenario.noon;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One microsecond to either side of every edge; each key is a case of its own. */
class TimeEdgesTest {

  private static final String ENTITY =
      """
      entity: thing
      keys: {k: string}
      buckets: 2
      """;
  private static final String COLUMNS =
      "k string, happened timestamp, known timestamp, no bigint, x bigint";

  private static Scenario scenario(String times, String features) {
    return new Scenario(
        ENTITY,
        """
        feature_view: facts
        entity: thing
        source: clean.facts
        event_time: happened
        available_time: known
        sequence: "no"
        %s
        features: {%s}
        """
            .formatted(times, features),
        COLUMNS);
  }

  private static Scenario eventAndLabel(Scenario scenario, String key, long happened) {
    return scenario.event(key, noon(happened), noon(happened), 1L, 7L).label(key, noon(0));
  }

  private static Scenario around(Scenario scenario, long edge) {
    eventAndLabel(scenario, "before", edge - 1);
    eventAndLabel(scenario, "at", edge);
    return eventAndLabel(scenario, "after", edge + 1);
  }

  @Test
  void anEventAtTheLabelsTimeCountsWhereTheBoundaryIsInclusive() {
    assertThat(around(scenario("", "x: {of: x}"), 0).answer()).isEqualTo(asList(7L, 7L, null));
  }

  @Test
  void anEventAtTheLabelsTimeDoesNotCountWhereTheBoundaryIsExclusive() {
    assertThat(around(scenario("boundary: exclusive", "x: {of: x}"), 0).answer())
        .isEqualTo(asList(7L, null, null));
  }

  @Test
  void anEventExactlyAsOldAsTheTtlCounts() {
    assertThat(around(scenario("ttl: 2h", "x: {of: x}"), -2 * HOUR).answer())
        .isEqualTo(asList(null, 7L, 7L));
    assertThat(around(scenario("ttl: 2h\nboundary: exclusive", "x: {of: x}"), -2 * HOUR).answer())
        .isEqualTo(asList(null, 7L, 7L));
  }

  @Test
  void aTtlOfZeroLeavesTheInstantItselfOrNothing() {
    assertThat(around(scenario("ttl: 0s", "x: {of: x}"), 0).answer())
        .isEqualTo(asList(null, 7L, null));
    assertThat(around(scenario("ttl: 0s\nboundary: exclusive", "x: {of: x}"), 0).answer())
        .isEqualTo(asList(null, null, null));
  }

  @Test
  void withoutTtlAnyAgeCounts() {
    Scenario scenario = scenario("", "x: {of: x}");
    eventAndLabel(scenario, "ten years", -3650 * 24 * HOUR);
    assertThat(scenario.answer()).isEqualTo(asList(7L));
  }

  @Test
  void aTtlShorterThanTheGapLeavesNullAndNotTheOneBefore() {
    Scenario scenario = scenario("ttl: 1h", "x: {of: x}");
    scenario
        .event("k", noon(-3 * HOUR), noon(-3 * HOUR), 1L, 1L)
        .event("k", noon(-2 * HOUR), noon(-2 * HOUR), 1L, 2L)
        .label("k", noon(-2 * HOUR - 1))
        .label("k", noon(-HOUR))
        .label("k", noon(-HOUR + 1));
    assertThat(scenario.answer()).isEqualTo(asList(1L, 2L, null));
  }

  @Test
  void anInclusiveWindowIsOpenAtItsLeft() {
    assertThat(around(scenario("", "n: {aggregate: count, window: 1h}"), -HOUR).answer())
        .isEqualTo(asList(0L, 0L, 1L));
    assertThat(around(scenario("", "n: {aggregate: count, window: 1h}"), 0).answer())
        .isEqualTo(asList(1L, 1L, 0L));
  }

  @Test
  void anExclusiveWindowIsClosedAtItsLeft() {
    String boundary = "boundary: exclusive";
    assertThat(around(scenario(boundary, "n: {aggregate: count, window: 1h}"), -HOUR).answer())
        .isEqualTo(asList(0L, 1L, 1L));
    assertThat(around(scenario(boundary, "n: {aggregate: count, window: 1h}"), 0).answer())
        .isEqualTo(asList(1L, 0L, 0L));
  }

  @Test
  void anEarlierLabelDoesNotMoveTheWindowsLeftEdge() {
    for (String boundary : new String[] {"inclusive", "exclusive"}) {
      Scenario scenario =
          scenario("boundary: " + boundary, "s: {aggregate: sum, of: x, window: 1h}");
      for (String key : new String[] {"alone", "with earlier labels"}) {
        for (long micros : new long[] {-HOUR - 1, -HOUR, -HOUR + 1}) {
          scenario.event(key, noon(micros), noon(micros), 1L, 10 + micros + HOUR);
        }
        if (key.startsWith("with")) {
          scenario.label(key, noon(-2 * HOUR)).label(key, noon(-HOUR)).label(key, noon(-1));
        }
        scenario.label(key, noon(0));
      }
      java.util.List<?> answers = scenario.answer();
      Object expected = boundary.equals("inclusive") ? 11L : 21L;
      assertThat(answers.get(0)).isEqualTo(expected);
      assertThat(answers.get(4)).isEqualTo(expected);
    }
  }

  @Test
  void emptyWindowsGiveZeroForCountsAndNullForTheRest() {
    Scenario scenario =
        scenario(
            "",
            "n: {aggregate: count, window: 1h}, nx: {aggregate: count, of: x, window: 1h},"
                + " s: {aggregate: sum, of: x, window: 1h}, m: {aggregate: mean, of: x, window: 1h},"
                + " a: {aggregate: min, of: x, window: 1h}, z: {aggregate: max, of: x, window: 1h},"
                + " l: {aggregate: last, of: x, window: 1h}");
    eventAndLabel(scenario, "old", -2 * HOUR);
    scenario.label("never seen", noon(0));
    scenario.event("null", noon(-1), noon(-1), 1L, null).label("null", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(
            asList(
                asList(0L, 0L, null, null, null, null, null),
                asList(0L, 0L, null, null, null, null, null),
                asList(1L, 0L, null, null, null, null, null)));
  }

  @Test
  void whatIsNotYetKnownIsNotSeen() {
    Scenario scenario = scenario("", "x: {of: x}, n: {aggregate: count, window: 1h}");
    for (long micros : new long[] {-1, 0, 1}) {
      scenario
          .event("k" + micros, noon(-HOUR + 1), noon(micros), 1L, 7L)
          .label("k" + micros, noon(0));
    }
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(7L, 1L), asList(7L, 1L), asList(null, 0L)));
  }

  @Test
  void anEventKnownBeforeItHappensIsSeenOnlyFromThen() {
    Scenario scenario = scenario("", "x: {of: x}");
    scenario.event("k", noon(0), noon(-HOUR), 1L, 7L).label("k", noon(-1)).label("k", noon(0));
    assertThat(scenario.answer()).isEqualTo(asList(null, 7L));
  }

  @Test
  void ofTheSameEventTimeTheLaterKnownWins() {
    Scenario scenario = scenario("", "x: {of: x}");
    scenario
        .event("k", noon(-HOUR), noon(-5), 9L, 1L)
        .event("k", noon(-HOUR), noon(-4), 1L, 2L)
        .label("k", noon(-5))
        .label("k", noon(0));
    assertThat(scenario.answer()).isEqualTo(asList(1L, 2L));
  }

  @Test
  void aNewerEventBeatsALaterKnownOne() {
    Scenario scenario = scenario("", "x: {of: x}");
    scenario
        .event("k", noon(-2 * HOUR), noon(-1), 1L, 1L)
        .event("k", noon(-HOUR), noon(-HOUR), 1L, 2L)
        .label("k", noon(0));
    assertThat(scenario.answer()).isEqualTo(asList(2L));
  }

  @Test
  void publishDelayPutsOffWhatIsKnown() {
    Scenario scenario =
        new Scenario(
            ENTITY,
            """
            feature_view: facts
            entity: thing
            source: clean.facts
            event_time: happened
            publish_delay: 2h
            features: {x: {of: x}}
            """,
            COLUMNS);
    eventAndLabel(scenario, "before", -2 * HOUR - 1);
    eventAndLabel(scenario, "at", -2 * HOUR);
    eventAndLabel(scenario, "after", -2 * HOUR + 1);
    assertThat(scenario.answer()).isEqualTo(asList(7L, 7L, null));
  }

  @Test
  void factsWithoutTimeAreAlwaysKnown() {
    Scenario scenario =
        new Scenario(
            ENTITY,
            """
            feature_view: facts
            entity: thing
            source: clean.facts
            features: {x: {of: x}}
            """,
            "k string, x bigint");
    scenario.event("k", 7L).label("k", noon(-25 * 24 * HOUR)).label("k", noon(0));
    assertThat(scenario.answer()).isEqualTo(asList(7L, 7L));
  }
}
