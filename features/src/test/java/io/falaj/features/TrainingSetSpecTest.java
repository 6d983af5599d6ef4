package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingSetSpecTest {

  static final String YAML =
      """
      labels:
        source: clean.facts
        event_time: happened
        columns: [k, no]
        label: x > 1
        where: y is not null
      features: [facts.*]
      splits:
        fit: 2013-11-01/2013-11-20
        validation: 2013-11-20/2013-11-25
        gate: 2013-11-25/2013-12-01
      seed: 7
      """;

  private static final FeatureCatalog CATALOG =
      new Definitions()
          .entity("{entity: thing, keys: {k: string}}")
          .view(
              """
              feature_view: facts
              entity: thing
              source: clean.facts
              features: {f: {of: x}, x: {of: x}}
              """)
          .view("{feature_view: label_only, features: {d: {of: distance}}}")
          .rightCatalog();

  private final Problems problems = new Problems();

  private Optional<TrainingSetSpec> parse(String name, String yaml) {
    return ConfigFile.parse(yaml, "model.yaml", TrainingSetYaml.class, problems)
        .flatMap(file -> TrainingSetSpec.parse(name, file, CATALOG, Definitions.SOURCES, problems));
  }

  @Test
  void everythingThatItSaysIsThere() {
    TrainingSetSpec spec = parse("late", YAML).orElseThrow();
    assertThat(spec.table()).hasToString("training.late");
    assertThat(spec.labels().identity()).containsExactly("k", "no", "happened");
    assertThat(spec.labels().where()).hasValue(SqlText.of("y is not null"));
    assertThat(spec.features().columns()).containsExactly("f", "x");
    assertThat(spec.splits())
        .containsExactly(
            java.util.Map.entry(Split.FIT, DataInterval.parse("2013-11-01/2013-11-20")),
            java.util.Map.entry(Split.VALIDATION, DataInterval.parse("2013-11-20/2013-11-25")),
            java.util.Map.entry(Split.GATE, DataInterval.parse("2013-11-25/2013-12-01")));
    assertThat(spec.hull()).isEqualTo(DataInterval.parse("2013-11-01/2013-12-01"));
    assertThat(spec.seed()).isEqualTo(7);
    assertThat(parse("late", YAML.replace("seed: 7\n", "")).orElseThrow().seed()).isEqualTo(42);
  }

  @Test
  void theSeedAndTheSplitsAreOfItsIdentity() {
    TrainingSetSpec spec = parse("late", YAML).orElseThrow();
    assertThat(parse("late", YAML.replace("x > 1", "(x > 1)")).orElseThrow().fingerprint())
        .isEqualTo(spec.fingerprint());
    for (String[] change :
        new String[][] {
          {"seed: 7", "seed: 8"},
          {"11-01/", "11-02/"},
          {"x > 1", "x > 2"},
          {"y is", "x is"},
          {"[k, no]", "[no, k]"},
          {"facts.*", "facts.f"}
        }) {
      assertThat(parse("late", YAML.replace(change[0], change[1])).orElseThrow().fingerprint())
          .as(change[1])
          .isNotEqualTo(spec.fingerprint());
    }
  }

  static Stream<Arguments> rejections() {
    return Stream.of(
        Arguments.of(
            "11-20/2013-11-25",
            "11-19/2013-11-25",
            "model.yaml:9:3: splits 'fit' (2013-11-01/2013-11-20) and 'validation'"
                + " (2013-11-19/2013-11-25) overlap: a model would be judged by what it has seen."),
        Arguments.of("clean.facts", "facts", "model.yaml:2:3: 'source': "),
        Arguments.of(
            "[facts.*]",
            "[]",
            "model.yaml:1:1: a training set needs features: name some, such as view.*."),
        Arguments.of("[facts.*]", "[fact.*]", "model.yaml:1:1: unknown feature view 'fact'."),
        Arguments.of(
            "label: x > 1", "label: x >", "model.yaml:2:3: 'label' 'x >' is not valid SQL"),
        Arguments.of(
            "label: x > 1",
            "label: xx > 1",
            "model.yaml:2:3: 'clean.facts' has no column 'xx', which the labels use. Did you"
                + " mean 'x'?"),
        Arguments.of(
            "[facts.*]",
            "[label_only.d]",
            "model.yaml:2:3: 'clean.facts' has no column 'distance', which the features need."),
        Arguments.of(
            "[k, no]",
            "[k, no, x]",
            "model.yaml:1:1: 'x' is a column of the labels and a feature: rename the feature with"
                + " 'as'."),
        Arguments.of(
            "facts.*]",
            "facts.f as label]",
            "model.yaml:1:1: 'label' is a column of the labels and a feature: rename the feature"
                + " with 'as'."),
        Arguments.of(
            "[k, no]",
            "[k, no, split]",
            "model.yaml:2:3: the labels' column 'split' has the name of a column that every"
                + " training set has: rename it in the source."));
  }

  @ParameterizedTest
  @MethodSource("rejections")
  void isRejected(String right, String wrong, String message) {
    assertThat(YAML).contains(right);
    assertThat(parse("late", YAML.replace(right, wrong))).isEmpty();
    assertThat(problems.messages()).anySatisfy(text -> assertThat(text).startsWith(message));
  }

  @Test
  void theNameOfTheManifestsTableIsTaken() {
    assertThat(parse("manifests", YAML)).isEmpty();
    assertThat(problems.messages())
        .isEqualTo(
            List.of(
                "model.yaml:1:1: a training set cannot be called 'manifests': that is the table of"
                    + " their manifests. Rename it."))
        .first(InstanceOfAssertFactories.STRING)
        .isNotBlank();
  }
}
