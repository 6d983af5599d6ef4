package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stored view may say; each rejection names file and line and what to do. */
class FeatureViewParserTest {

  private static final String VIEW =
      """
      feature_view: facts
      version: 2
      entity: thing
      source: clean.facts
      event_time: happened
      available_time: known
      ttl: 14d
      boundary: exclusive
      where: x > 0
      keys: {l: no}
      sequence: no, y
      features:
        last: {of: x}
        n: {aggregate: count, window: 24h}
      """;

  private static List<String> problems(String view) {
    return new Definitions().entity(Definitions.THING).view(view).problems();
  }

  private static FeatureView parsed(String view) {
    FeatureCatalog catalog = new Definitions().entity(Definitions.THING).view(view).rightCatalog();
    return catalog.views().values().iterator().next();
  }

  @Test
  void everythingThatAViewSaysIsThere() {
    FeatureView view = parsed(VIEW);
    assertThat(view.versionedName()).isEqualTo("facts_v2");
    assertThat(view.valuesTable()).hasToString("features.facts_v2");
    assertThat(view.eventsTable()).hasToString("features.facts_v2_events");
    assertThat(view.source()).isEqualTo(Facts.TABLE);
    assertThat(view.times().eventTime()).hasValue(SqlText.of("happened"));
    assertThat(view.times().availableTime()).hasValue(SqlText.of("known"));
    assertThat(view.times().ttl()).hasValue(Duration.ofDays(14));
    assertThat(view.times().boundary()).isEqualTo(Boundary.EXCLUSIVE);
    assertThat(view.where()).hasValue(SqlText.of("x > 0"));
    assertThat(view.keys()).containsExactly(SqlText.of("k"), SqlText.of("no"));
    assertThat(view.sequence()).containsExactly("no", "y");
    assertThat(view.features())
        .containsExactly(
            EventFeature.last("last", SqlText.of("x"), NullPolicy.KEEP),
            new EventFeature(
                "n",
                Aggregate.COUNT,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(24)),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                NullPolicy.KEEP));
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    FeatureView view =
        parsed(
            """
            feature_view: facts
            entity: thing
            source: clean.facts
            event_time: happened
            features: {last: {of: x}}
            """);
    assertThat(view.version()).isEqualTo(1);
    assertThat(view.times())
        .isEqualTo(
            new EventTimes(
                Optional.of(SqlText.of("happened")),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Boundary.INCLUSIVE));
    assertThat(view.sequence()).as("the source's keys").containsExactly("k", "no");
    assertThat(view.reach(view.features())).isEmpty();
  }

  @Test
  void reachIsThatOfTheFeaturesAskedForWithinTheTtl() {
    FeatureView view = parsed(VIEW);
    assertThat(view.reach(view.features())).hasValue(Duration.ofDays(14));
    assertThat(view.reach(List.of(view.features().get(1)))).hasValue(Duration.ofDays(1));
    FeatureView brief = parsed(VIEW.replace("14d", "2h"));
    assertThat(brief.reach(brief.features())).hasValue(Duration.ofHours(2));
  }

  static Stream<Arguments> rejections() {
    return Stream.of(
        reject("entity: thing", "entity: thng", 1, "unknown entity 'thng'. Did you mean 'thing'?"),
        reject(
            "entity: thing\n",
            "",
            1,
            "'entity' is missing: a view with a source is about an entity."),
        reject(
            "source: clean.facts\n",
            "",
            1,
            "'source' is missing: name the table that events come from, as zone.table."),
        reject("version: 2", "version: 0", 1, "'version' is counted from 1: it cannot be 0."),
        reject(
            "feature_view: facts",
            "feature_view: facts_v2",
            1,
            "feature view name 'facts_v2' is not allowed: the endings _v<digits>, _events and"
                + " _carries belong to the tables that Falaj derives. Rename it."),
        reject(
            "feature_view: facts",
            "feature_view: facts_events",
            1,
            "feature view name 'facts_events' is not allowed: the endings _v<digits>, _events and"
                + " _carries belong to the tables that Falaj derives. Rename it."),
        reject(
            "feature_view: facts",
            "feature_view: releases",
            1,
            "feature view name 'releases' is not allowed: it is a table of Falaj's own. Rename it."),
        reject(
            "feature_view: facts",
            "feature_view: label_time",
            1,
            "feature view name 'label_time' is not allowed: it is what expressions call the"
                + " label's time. Rename it."),
        reject(
            "feature_view: facts",
            "feature_view: Facts",
            1,
            "feature view name 'Facts' is not allowed: names match [a-z][a-z0-9_]*. Rename it."),
        reject(
            "available_time: known",
            "available_time: known\npublish_delay: 2h",
            1,
            "'available_time' and 'publish_delay' are both given: keep one of them."),
        reject("ttl: 14d", "ttl: -1d", 7, "ttl"),
        reject("boundary: exclusive", "boundary: closed", 8, "boundary"),
        reject("where: x > 0", "where: x >", 1, "'where' 'x >' is not valid SQL"),
        reject(
            "where: x > 0",
            "where: x > (select 1)",
            1,
            "'where' 'x > (select 1)' looks at other rows: an expression sees one row, without"
                + " queries and windows."),
        reject(
            "where: x > 0",
            "where: z > 0",
            1,
            "'clean.facts' has no column 'z', which 'z > 0' uses. Did you mean 'k'?"),
        reject(
            "keys: {l: no}",
            "keys: {m: no}",
            1,
            "entity 'thing' has no key 'm'. Did you mean 'k'?"),
        reject(
            "sequence: no, y",
            "sequence: no,,y",
            1,
            "'sequence' 'no,,y' is no list of columns: write their names, separated by commas."),
        reject(
            "sequence: no, y",
            "sequence: no, yy",
            1,
            "'clean.facts' has no column 'yy', which '`yy`' uses. Did you mean 'y'?"),
        reject(
            "last: {of: x}",
            "last: {of: xx}",
            13,
            "'clean.facts' has no column 'xx', which 'xx' uses. Did you mean 'x'?"),
        reject(
            "last: {of: x}",
            "k: {of: x}",
            13,
            "feature 'k' has the name of a key of entity 'thing': rename it."),
        reject(
            "last: {of: x}",
            "as_of: {of: x}",
            13,
            "feature name 'as_of' is not allowed: the table of the view's values has that column"
                + " already. Rename it."),
        reject(
            "last: {of: x}",
            "Last: {of: x}",
            13,
            "feature name 'Last' is not allowed: names match [a-z][a-z0-9_]*. Rename it."),
        reject(
            "last: {of: x}",
            "last: {of: 'avg(x) over (partition by k)'}",
            13,
            "'of' 'avg(x) over (partition by k)' looks at other rows: an expression sees one row,"
                + " without queries and windows."),
        reject(
            "last: {of: x}",
            "last: {}",
            13,
            "feature 'last' needs 'of', the expression whose last value it is."),
        reject(
            "last: {of: x}",
            "last: {of: x, window: 1h}",
            13,
            "feature 'last' has a 'window' but no 'aggregate': say what is computed over it."),
        reject(
            "last: {of: x}",
            "last: {aggregate: sum, window: 1h}",
            13,
            "feature 'last' needs 'of': only 'count' does without."),
        reject(
            "last: {of: x}",
            "last: {aggregate: last, window: 1h}",
            13,
            "feature 'last' needs 'of': only 'count' does without."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: count}",
            14,
            "feature 'n' aggregates without 'window': say how far back, for example 'window:"
                + " 24h'."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: count, window: 0s}",
            14,
            "feature 'n' has an empty 'window': make it longer than nothing."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: count, window: 24h, null_policy: skip}",
            14,
            "feature 'n': 'null_policy' is for first and last values; other aggregates leave nulls"
                + " out."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: last_k, of: x}",
            14,
            "feature 'n' needs 'k': say how many values it keeps, for example 'k: 5'."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: last_k, of: x, k: 0}",
            14,
            "feature 'n': 'k' is from 1 to 10000, not 0."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: last, of: x, k: 3}",
            14,
            "feature 'n' has 'k', which is for 'last_k' alone: leave it out."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: quantile, of: x, window: 24h}",
            14,
            "feature 'n' needs 'q': say which quantile, for example 'q: 0.9'."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: quantile, of: x, window: 24h, q: 90}",
            14,
            "feature 'n': 'q' is from 0 to 1, not 90.0."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: quantile, of: x, window: 24h, q: NaN}",
            14,
            "feature 'n': 'q' is from 0 to 1, not NaN."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: count, window: 24h, q: 0.5}",
            14,
            "feature 'n' has 'q', which is for 'quantile' alone: leave it out."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: first, of: x}",
            14,
            "feature 'n' aggregates without 'window': say how far back, for example 'window:"
                + " 24h'."),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: count, window: 24h, where: z = 1}",
            14,
            "'clean.facts' has no column 'z', which 'z = 1' uses. Did you mean 'k'?"),
        reject(
            "n: {aggregate: count, window: 24h}",
            "n: {aggregate: count, window: 24h, where: x >}",
            14,
            "'where' 'x >' is not valid SQL"),
        reject("aggregate: count", "aggregate: cuont", 14, "aggregate"));
  }

  private static Arguments reject(String right, String wrong, int line, String message) {
    return Arguments.of(right, wrong, line, message);
  }

  @ParameterizedTest
  @MethodSource("rejections")
  void isRejected(String right, String wrong, int line, String message) {
    assertThat(VIEW).contains(right);
    assertThat(problems(VIEW.replace(right, wrong)))
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .startsWith("view.yaml:" + line + ":")
        .contains(message);
  }

  @Test
  void withoutEventTimeNothingIsMeasuredByIt() {
    assertThat(problems(VIEW.replace("event_time: happened\n", "")))
        .containsExactly(
            "view.yaml:1:1: 'available_time' needs an 'event_time': a fact without time is always"
                + " known.",
            "view.yaml:1:1: 'ttl' needs an 'event_time': a fact without time is always known.",
            "view.yaml:13:6: feature 'n' has a 'window', but its view has no 'event_time' to"
                + " measure it by.");
    assertThat(
            problems(
                """
                feature_view: facts
                entity: thing
                source: clean.facts
                publish_delay: 2h
                features: {x: {of: x}}
                """))
        .containsExactly(
            "view.yaml:1:1: 'publish_delay' needs an 'event_time': a fact without time is always"
                + " known.");
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThat(
            problems(
                """
                feature_view: facts_v1
                version: 0
                entity: things
                source: facts
                features: {}
                """))
        .hasSize(5)
        .anySatisfy(text -> assertThat(text).contains("view 'facts_v1' has no features: name"));
  }

  @Test
  void aViewIsDefinedOnce() {
    assertThat(new Definitions().entity(Definitions.THING).view(VIEW).view(VIEW).problems())
        .containsExactly(
            "view.yaml:1:1: feature view 'facts' is already defined at view.yaml:1:1: rename one.");
  }

  @Test
  void whatDoesNotChangeTheMeaningDoesNotChangeTheFingerprint() {
    FeatureView view = parsed(VIEW);
    assertThat(parsed(VIEW.replace("x > 0", "(x  >  0)")).fingerprint())
        .isEqualTo(view.fingerprint());
    String last = "  last: {of: x}\n";
    assertThat(parsed(VIEW.replace(last, "") + last).fingerprint()).isEqualTo(view.fingerprint());
    for (String[] change :
        new String[][] {
          {"14d", "15d"},
          {"exclusive", "inclusive"},
          {"x > 0", "x > 1"},
          {"of: x", "of: y"},
          {"24h", "23h"},
          {"window: 24h", "window: 24h, where: x > 5"},
          {"aggregate: count, window", "aggregate: last_k, k: 2, of: x, window"},
          {"no, y", "no"},
          {"known", "happened"},
          {"version: 2", "version: 3"}
        }) {
      assertThat(parsed(VIEW.replace(change[0], change[1])).fingerprint())
          .as(change[1])
          .isNotEqualTo(view.fingerprint());
    }
  }
}
