package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.features.FeatureSelection.Join;
import io.falaj.features.FeatureSelection.Output;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What references to features mean, and which are refused. */
class SelectionTest {

  private static Definitions definitions() {
    return new Definitions()
        .entity(Definitions.THING)
        .entity("{entity: pair, keys: {a: string, b: string}}")
        .view(
            """
            feature_view: facts
            entity: thing
            source: clean.facts
            features: {x: {of: x}, y: {of: y}}
            """)
        .view(
            """
            feature_view: others
            entity: thing
            source: clean.facts
            features: {x: {of: x}}
            """)
        .view(
            """
            feature_view: pairs
            entity: pair
            source: clean.facts
            keys: {a: k, b: k}
            features: {x: {of: x}}
            """)
        .view("{feature_view: ratio, features: {r: {of: facts.x / facts.y + distance}}}")
        .view("{feature_view: twice, features: {r2: {of: 2 * ratio.r}}}");
  }

  private static FeatureSelection select(String... references) {
    Problems problems = new Problems();
    FeatureSelection selection =
        FeatureSelection.parse(
                List.of(references),
                definitions().rightCatalog(),
                new Location("model.yaml", 1, 1),
                problems)
            .orElseThrow(() -> new AssertionError(problems.messages()));
    assertThat(problems.messages()).isEmpty();
    return selection;
  }

  @Test
  void columnsComeInTheOrderAskedForAndOnce() {
    assertThat(select("others.x as o", "facts.*", "facts.x").columns())
        .containsExactly("o", "x", "y");
    assertThat(select("facts.* as f_*").columns()).containsExactly("f_x", "f_y");
  }

  @Test
  void aViewIsJoinedOnceForEachSetOfColumns() {
    FeatureSelection selection =
        select("facts.x", "facts.y", "facts.* as o_* on k = origin, l = no", "facts.x on k = k");
    assertThat(selection.joins())
        .extracting(Join::name, Join::labelKeys)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("facts", List.of("k", "l")),
            org.assertj.core.groups.Tuple.tuple("facts__origin__no", List.of("origin", "no")));
    assertThat(selection.labelColumns()).containsExactly("k", "l", "no", "origin");
    assertThat(selection.columns()).containsExactly("x", "y", "o_x", "o_y");
  }

  @Test
  void columnsWhoseNamesRunTogetherAreOtherJoins() {
    FeatureSelection selection =
        select("pairs.x as one on a = p__q, b = r", "pairs.x as two on a = p, b = q__r");
    assertThat(selection.joins())
        .extracting(Join::labelKeys)
        .containsExactly(List.of("p__q", "r"), List.of("p", "q__r"));
    assertThat(selection.joins()).extracting(Join::name).doesNotHaveDuplicates();
    assertThat(selection.outputs().get(1).from()).isEqualTo(selection.joins().get(1).name());
  }

  @Test
  void whatIsUsedOnDemandIsJoinedButDoesNotComeOut() {
    FeatureSelection selection = select("twice.r2");
    assertThat(selection.columns()).containsExactly("r2");
    assertThat(selection.computed())
        .extracting(OnDemandView::name)
        .containsExactly("ratio", "twice");
    assertThat(selection.joins())
        .singleElement()
        .satisfies(join -> assertThat(join.features()).hasSize(2));
    assertThat(selection.labelColumns()).containsExactly("distance", "k", "l");
  }

  @Test
  void theFingerprintIsThatOfNamesOrderAndMeaning() {
    assertThat(select("facts.x").fingerprint())
        .isEqualTo(select("facts.x on k = k").fingerprint())
        .as("the same definition in another view")
        .isEqualTo(select("others.x").fingerprint())
        .isNotEqualTo(select("facts.x as z").fingerprint())
        .isNotEqualTo(select("facts.y as x").fingerprint())
        .isNotEqualTo(select("facts.x on k = o").fingerprint());
    assertThat(select("facts.x", "facts.y").fingerprint())
        .isNotEqualTo(select("facts.y", "facts.x").fingerprint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "fact.x | unknown feature view 'fact'. Did you mean 'facts'?",
        "facts.xx | feature view 'facts' has no feature 'xx'. Did you mean 'x'?",
        "facts | 'facts' names no feature: write view.feature or view.*, then if needed 'as name'"
            + " (with a star: 'as prefix_*') and 'on key = column'.",
        "facts.x as x_* | 'facts.x as x_*' renames one feature: leave the star out of its name.",
        "facts.* as f | 'facts.* as f' renames all features of a view: write a prefix, 'as"
            + " prefix_*'.",
        "facts.x on k | 'facts.x on k': 'k' is no 'key = column'.",
        "\"facts.x on k = a, k = b\" | 'facts.x on k = a, k = b': key 'k' is given twice.",
        "facts.x on kk = a | entity 'thing' of view 'facts' has no key 'kk'. Did you mean 'k'?",
        "ratio.r on k = a | 'ratio' is computed on demand: it has no keys."
      })
  void isRefused(String reference, String message) {
    assertThat(definitions().problemsOf(reference)).containsExactly("model.yaml:3:5: " + message);
  }

  @Test
  void namesThatClashAreBothNamed() {
    assertThat(definitions().problemsOf("facts.x", "others.x"))
        .containsExactly(
            "model.yaml:3:5: 'facts.x' and 'others.x' would both be column 'x': rename one with"
                + " 'as'.");
    assertThat(definitions().problemsOf("facts.x", "facts.x on k = o"))
        .containsExactly(
            "model.yaml:3:5: 'facts.x' and 'facts__o__l.x' would both be column 'x': rename one"
                + " with 'as'.");
    assertThat(select("facts.x", "others.x as ox").outputs())
        .extracting(Output::column)
        .containsExactly("x", "ox");
  }
}
