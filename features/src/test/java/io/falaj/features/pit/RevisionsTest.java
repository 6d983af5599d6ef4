package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.HOUR;
import static io.falaj.features.pit.Scenario.noon;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Late events, corrections and removals, each before and after it became known. */
class RevisionsTest {

  private static Scenario scenario() {
    return new Scenario(
        """
        entity: thing
        keys: {k: string}
        buckets: 2
        """,
        """
        feature_view: facts
        entity: thing
        source: clean.facts
        event_time: happened
        available_time: known
        sequence: "no"
        deleted: gone
        features:
          x: {of: x}
          set: {of: x, null_policy: skip}
          n: {aggregate: count, window: 4h}
          s: {aggregate: sum, of: x, window: 4h}
        """,
        "k string, happened timestamp, known timestamp, no bigint, gone boolean, x bigint");
  }

  @Test
  void aLateEventChangesOnlyTheLabelsThatCouldSeeIt() {
    Scenario scenario = scenario();
    scenario
        .event("k", noon(-3 * HOUR), noon(-3 * HOUR), 1L, false, 1L)
        .event("k", noon(-HOUR), noon(-HOUR), 1L, null, 2L)
        .event("k", noon(-2 * HOUR), noon(0), 1L, false, 10L)
        .label("k", noon(-2 * HOUR))
        .label("k", noon(-1))
        .label("k", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(1L, 1L, 1L, 1L), asList(2L, 2L, 2L, 3L), asList(2L, 2L, 3L, 13L)));
  }

  @Test
  void aCorrectionTakesThePlaceOfWhatItCorrects() {
    Scenario scenario = scenario();
    scenario
        .event("k", noon(-2 * HOUR), noon(-2 * HOUR), 1L, false, 1L)
        .event("k", noon(-2 * HOUR), noon(0), 1L, false, 5L)
        .event("k", noon(-2 * HOUR), noon(HOUR), 1L, false, 6L)
        .label("k", noon(-1))
        .label("k", noon(0))
        .label("k", noon(HOUR))
        .label("k", noon(2 * HOUR));
    assertThat(scenario.answers())
        .isEqualTo(
            asList(
                asList(1L, 1L, 1L, 1L),
                asList(5L, 5L, 1L, 5L),
                asList(6L, 6L, 1L, 6L),
                asList(6L, 6L, 0L, null)));
  }

  @Test
  void aCorrectionToNullIsPassedOverForTheEventBeforeIt() {
    Scenario scenario = scenario();
    scenario
        .event("k", noon(-3 * HOUR), noon(-3 * HOUR), 1L, false, 1L)
        .event("k", noon(-2 * HOUR), noon(-2 * HOUR), 1L, false, 2L)
        .event("k", noon(-2 * HOUR), noon(0), 1L, false, null)
        .label("k", noon(-1))
        .label("k", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(2L, 2L, 2L, 3L), asList(null, 1L, 2L, 1L)));
  }

  @Test
  void aRemovedEventIsAsIfItHadNeverBeenFromThenOn() {
    Scenario scenario = scenario();
    scenario
        .event("k", noon(-3 * HOUR), noon(-3 * HOUR), 1L, false, 1L)
        .event("k", noon(-2 * HOUR), noon(-2 * HOUR), 1L, false, 2L)
        .event("k", noon(-HOUR), noon(-HOUR), 1L, false, 3L)
        .event("k", noon(-2 * HOUR), noon(-1), 1L, true, 2L)
        .event("k", noon(-HOUR), noon(0), 1L, true, null)
        .label("k", noon(-2))
        .label("k", noon(-1))
        .label("k", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(3L, 3L, 3L, 6L), asList(3L, 3L, 2L, 4L), asList(1L, 1L, 1L, 1L)));
  }

  @Test
  void aRemovedEventMayComeBack() {
    Scenario scenario = scenario();
    scenario
        .event("k", noon(-2 * HOUR), noon(-2 * HOUR), 1L, false, 2L)
        .event("k", noon(-2 * HOUR), noon(-1), 1L, true, 2L)
        .event("k", noon(-2 * HOUR), noon(0), 1L, false, 4L)
        .label("k", noon(-1))
        .label("k", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(null, null, 0L, null), asList(4L, 4L, 1L, 4L)));
  }

  @Test
  void aRemovalKnownBeforeItsEventKeepsItAway() {
    Scenario scenario = scenario();
    scenario
        .event("k", noon(-2 * HOUR), noon(-HOUR), 1L, true, null)
        .event("k", noon(-2 * HOUR), noon(-2 * HOUR), 1L, false, 2L)
        .event("k", noon(-2 * HOUR), noon(-2 * HOUR), 2L, false, 3L)
        .label("k", noon(-HOUR - 1))
        .label("k", noon(0));
    assertThat(scenario.answers())
        .isEqualTo(asList(asList(3L, 3L, 2L, 5L), asList(3L, 3L, 1L, 3L)));
  }
}
