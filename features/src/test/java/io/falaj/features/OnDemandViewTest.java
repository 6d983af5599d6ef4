package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Views that are computed on demand, and the order in which that can be done. */
class OnDemandViewTest {

  private static final String FACTS =
      """
      feature_view: facts
      entity: thing
      source: clean.facts
      features: {x: {of: x}}
      """;

  private static Definitions definitions(String... views) {
    Definitions definitions = new Definitions().entity(Definitions.THING).view(FACTS);
    for (String view : views) {
      definitions.view(view);
    }
    return definitions;
  }

  @Test
  void eachComesAfterThoseItUses() {
    FeatureCatalog catalog =
        definitions(
                "{feature_view: a, features: {v: {of: b.v + c.v + distance}}}",
                "{feature_view: b, features: {v: {of: c.v + facts.x}}}",
                "{feature_view: c, features: {v: {of: hour(label_time)}}}")
            .rightCatalog();
    assertThat(catalog.onDemand().keySet()).containsExactly("c", "b", "a");
  }

  @Test
  void circlesAreFound() {
    assertThat(
            definitions(
                    "{feature_view: a, features: {v: {of: b.v}}}",
                    "{feature_view: b, features: {v: {of: c.v}}}",
                    "{feature_view: c, features: {v: {of: b.v}}}")
                .problems())
        .containsExactly("view.yaml:1:1: views use each other in a circle: b → c → b. Break it.");
    assertThat(definitions("{feature_view: a, features: {v: {of: a.v}}}").problems())
        .containsExactly("view.yaml:1:1: views use each other in a circle: a → a. Break it.");
  }

  @Test
  void whatIsUsedMustBeThere() {
    assertThat(
            definitions(
                    "{feature_view: a, features: {v: {of: fact.x}}}",
                    "{feature_view: b, features: {v: {of: facts.xx}}}",
                    "{feature_view: c, features: {v: {of: b.w}}}")
                .problems())
        .containsExactly(
            "view.yaml:1:1: view 'a' uses view 'fact', which there is not. Did you mean 'facts'?",
            "view.yaml:1:1: view 'b' uses 'facts.xx', but view 'facts' has no such feature. Did"
                + " you mean 'x'?",
            "view.yaml:1:1: view 'c' uses 'b.w', but view 'b' has no such feature. Did you mean"
                + " 'v'?");
  }

  @Test
  void itHasNoTimesKeysOrWindows() {
    String needless =
        "view.yaml:1:1: view 'a' has no source, so it is computed on demand and has no keys, times"
            + " or conditions of its own: add 'source' and 'entity', or leave them out.";
    for (String key :
        new String[] {
          "event_time: t",
          "available_time: t",
          "publish_delay: 1h",
          "ttl: 1h",
          "where: t",
          "deleted: t",
          "sequence: t",
          "keys: {k: l}"
        }) {
      assertThat(definitions("{feature_view: a, " + key + ", features: {v: {of: t}}}").problems())
          .as(key)
          .containsExactly(needless);
    }
  }

  @Test
  void itsFeaturesAreExpressions() {
    assertThat(
            definitions(
                    """
                    feature_view: a
                    version: -1
                    features:
                      n: {of: x, aggregate: count, window: 1h}
                      none: {}
                      set: {of: x, null_policy: skip}
                      some: {of: x, where: x > 1}
                      rate: {ratio: n, to: set}
                      wrong: {of: x +}
                      other: {of: 'lag(x) over (order by x)'}
                    """,
                    "{feature_view: empty, features: {}}")
                .problems())
        .satisfiesExactly(
            p -> assertThat(p).contains(":1:1: 'version' is counted from 1: it cannot be -1."),
            p ->
                assertThat(p)
                    .startsWith("view.yaml:4:")
                    .endsWith(
                        "feature 'n' looks at events, but view 'a' is computed on demand and sees"
                            + " one label only: give it 'of' alone."),
            p ->
                assertThat(p)
                    .startsWith("view.yaml:5:")
                    .endsWith("feature 'none' needs 'of', its SQL expression."),
            p ->
                assertThat(p)
                    .startsWith("view.yaml:6:")
                    .endsWith(
                        "feature 'set': 'null_policy' is for last values; view 'a' is computed on"
                            + " demand."),
            p ->
                assertThat(p).startsWith("view.yaml:7:").contains("feature 'some' looks at events"),
            p ->
                assertThat(p).startsWith("view.yaml:8:").contains("feature 'rate' looks at events"),
            p -> assertThat(p).startsWith("view.yaml:9:").contains("'of' 'x +' is not valid SQL:"),
            p -> assertThat(p).startsWith("view.yaml:10:").contains("looks at other rows"),
            p ->
                assertThat(p)
                    .isEqualTo(
                        "view.yaml:1:1: view 'empty' has no features: name at least one under"
                            + " 'features'."));
  }
}
