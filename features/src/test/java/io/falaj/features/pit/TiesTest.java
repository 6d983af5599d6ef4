package io.falaj.features.pit;

import static io.falaj.features.pit.Scenario.HOUR;
import static io.falaj.features.pit.Scenario.noon;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of several events wins never depends on the order of rows. */
class TiesTest {

  private static final String ENTITY =
      """
      entity: thing
      keys: {k: string}
      buckets: 2
      """;

  private static Scenario scenario(String sequence, String features, String columns) {
    return new Scenario(
        ENTITY,
        """
        feature_view: facts
        entity: thing
        source: clean.facts
        event_time: happened
        %s
        features: {%s}
        """
            .formatted(sequence, features),
        "k string, happened timestamp, " + columns);
  }

  /**
   * The answers for a label at noon, with the events in the order given and the other way round.
   */
  private static List<@Nullable Object> bothWays(
      String sequence, String features, String columns, List<List<@Nullable Object>> events) {
    List<List<@Nullable Object>> backwards = new ArrayList<>(events);
    Collections.reverse(backwards);
    List<@Nullable Object> forward = at(scenario(sequence, features, columns), events);
    assertThat(at(scenario(sequence, features, columns), backwards)).isEqualTo(forward);
    return forward;
  }

  private static List<@Nullable Object> at(Scenario scenario, List<List<@Nullable Object>> events) {
    for (List<@Nullable Object> event : events) {
      List<@Nullable Object> values = new ArrayList<>(asList("k", noon(-HOUR)));
      values.addAll(event);
      scenario.event(values.toArray());
    }
    return scenario.label("k", noon(0)).answers().get(0);
  }

  @Test
  void theLastInSequenceWinsANullComesFirst() {
    assertThat(
            bothWays(
                "sequence: \"no\"",
                "x: {of: x}, n: {aggregate: count, window: 2h}",
                "no bigint, x int",
                List.of(asList(2L, 20), asList(null, 0), asList(10L, 100))))
        .isEqualTo(asList(100, 3L));
  }

  @Test
  void ofAFullTieOneVersionCountsAndItIsAlwaysTheSame() {
    List<@Nullable Object> answer =
        bothWays(
            "sequence: \"no\"",
            "x: {of: x}, n: {aggregate: count, window: 2h}",
            "no bigint, x int",
            List.of(asList(1L, 5), asList(1L, 6), asList(1L, 7)));
    assertThat(answer.get(0)).isIn(5, 6, 7);
    assertThat(answer.get(1)).isEqualTo(1L);
  }

  @Test
  void identicalRowsAreOneEvent() {
    assertThat(
            bothWays(
                "",
                "x: {of: x}, s: {aggregate: sum, of: x, window: 2h}",
                "x int",
                List.of(asList(5), asList(5))))
        .isEqualTo(asList(5, 5L));
  }

  @Test
  void rowsThatDifferInWhichValueIsNullDoNotTie() {
    List<@Nullable Object> answer =
        bothWays(
            "",
            "x: {of: x}, y: {of: y}",
            "x int, y int",
            List.of(asList(5, null), asList(null, 5)));
    assertThat(answer).isIn(asList(5, null), asList(null, 5));
  }

  @Test
  void rowsThatDifferInTheSignOfZeroDoNotTie() {
    bothWays("", "x: {of: x}", "x double", List.of(asList(0.0), asList(-0.0)));
    bothWays("", "x: {of: x}", "x float", List.of(asList(0.0f), asList(-0.0f)));
    bothWays(
        "", "x: {of: x}", "x array<double>", List.of(asList(List.of(0.0)), asList(List.of(-0.0))));
  }

  @Test
  void rowsThatDifferInsideStructsDoNotTie() {
    bothWays(
        "",
        "x: {of: x}",
        "x struct<a:int,b:int>",
        List.of(asList(RowFactory.create(5, null)), asList(RowFactory.create(null, 5))));
  }

  @Test
  void negativeZeroAndZeroAreOnePlaceInASequence() {
    List<@Nullable Object> answer =
        bothWays(
            "sequence: \"no\"",
            "x: {of: x}, n: {aggregate: count, window: 2h}",
            "no double, x int",
            List.of(asList(-0.0, 5), asList(0.0, 6), asList(-0.0, 7), asList(Double.NaN, 8)));
    assertThat(answer).isEqualTo(asList(8, 2L));
  }

  @Test
  void aSequenceOfSeveralColumnsIsComparedInOrder() {
    assertThat(
            bothWays(
                "sequence: \"p, q\"",
                "x: {of: x}",
                "p string, q decimal(5,1), x int",
                List.of(
                    asList("b", new java.math.BigDecimal("1.0"), 1),
                    asList("a", new java.math.BigDecimal("9.0"), 2),
                    asList("b", new java.math.BigDecimal("10.0"), 3))))
        .isEqualTo(asList(3));
  }
}
