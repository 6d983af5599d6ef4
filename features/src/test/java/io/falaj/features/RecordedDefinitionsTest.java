package io.falaj.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RecordedDefinitionsTest {

  private static final String[] ENTITIES = {
    "{entity: thing, keys: {k: string, l: 'decimal(12,2)'}, buckets: 3}",
    "{entity: day, keys: {d: date}}",
    "{entity: world, keys: {}}"
  };

  private static final String[] VIEWS = {
    """
    feature_view: facts
    version: 3
    owner: somebody
    entity: thing
    source: clean.facts
    where: not (no < 0 and x > 'it''s')
    keys: {l: "cast(no as decimal(12,2))", k: "concat(k, ':', 'NO')"}
    event_time: happened
    available_time: known + interval 5 minutes
    ttl: 14d
    boundary: exclusive
    sequence: no, y
    deleted: y is null
    features:
      zulu: {of: (x)}
      last: {of: x, null_policy: skip}
      n: {aggregate: count, window: 24h}
      some: {aggregate: count, where: x > 3, window: 1h}
      upper: {aggregate: quantile, q: 0.9, of: x, window: 90m}
      five: {aggregate: last_k, k: 5, of: "transform(array(x), v -> v + 1)"}
      share: {ratio: some, to: n}
    """,
    """
    feature_view: weather
    entity: day
    source: clean.weather
    event_time: at
    publish_delay: 1500ms
    features: {NO: {of: t}, no_2: {of: t}}
    """
        .replace("NO", "norway"),
    "{feature_view: totals, entity: world, source: clean.totals, features: {all: {of: t}}}",
    "{feature_view: above, features: {one: {of: facts.n + 1 + label_no}}}",
    "{feature_view: top, features: {two: {of: 'above.one * 2', description: x}, three: {of: '3'}}}"
  };

  private static final String SET =
      """
      labels:
        source: clean.flights
        event_time: scheduled
        columns: [k, label_no]
        label: delay > 15
        where: k <> 'NO'
      features:
        - facts.zulu
        - facts.share as quota
        - facts.* as there_* on l = other, k = another
        - weather.norway on d = day_of
        - totals.all
        - top.two
        - above.one as first
      splits:
        fit: 2013-11-29/2013-11-30
        validation: 2013-11-30/2013-11-30T18:00:00Z
        gate: 2013-12-01/2013-12-02
      seed: 7
      """;

  private static TrainingSetSpec spec(String... changes) {
    Definitions definitions = new Definitions();
    for (String entity : ENTITIES) {
      definitions.entity(entity);
    }
    for (String view : VIEWS) {
      for (int i = 0; i < changes.length; i += 2) {
        view = view.replace(changes[i], changes[i + 1]);
      }
      definitions.view(view);
    }
    FeatureCatalog catalog = definitions.rightCatalog();
    Problems problems = new Problems();
    TrainingSetSpec spec =
        ConfigFile.parse(SET, "model.yaml", TrainingSetYaml.class, problems)
            .flatMap(file -> TrainingSetSpec.parse("late", file, catalog, Map.of(), problems))
            .orElse(null);
    problems.throwIfAny();
    return Objects.requireNonNull(spec);
  }

  @Test
  void whatIsReadMeansWhatWasWritten() {
    TrainingSetSpec spec = spec();
    String text = RecordedDefinitions.write(spec);
    TrainingSetSpec read = RecordedDefinitions.read("late", text);
    assertThat(read.fingerprint()).isEqualTo(spec.fingerprint());
    assertThat(read.features().joins()).isEqualTo(spec.features().joins());
    assertThat(read.features().computed()).isEqualTo(spec.features().computed());
    assertThat(read.labels()).isEqualTo(spec.labels());
    assertThat(read.splits()).isEqualTo(spec.splits());
    assertThat(read.seed()).isEqualTo(7);
    assertThat(RecordedDefinitions.write(read)).isEqualTo(text);
    assertThat(text)
        .contains("- entity: thing\n  keys:\n    k: string\n    l: decimal(12,2)\n  buckets: 3\n")
        .contains("  - facts.share as quota\n")
        .contains("as there_zulu on k = another, l = other\n")
        .as("what is printed of a lambda does not run")
        .contains("of: transform(array(x), v -> v + 1)\n");
  }

  @Test
  void ownersAndDescriptionsAreNoPartOfIt() {
    String text = RecordedDefinitions.write(spec());
    assertThat(
            RecordedDefinitions.write(
                spec("somebody", "nobody", "description: x", "description: y")))
        .isEqualTo(text);
    assertThat(RecordedDefinitions.write(spec("x > 3", "x > 4"))).isNotEqualTo(text);
  }

  @Test
  void whatThisReleaseDoesNotUnderstandIsRefused() {
    String text = RecordedDefinitions.write(spec());
    assertThatThrownBy(
            () ->
                RecordedDefinitions.read(
                    "late", text.replace("aggregate: quantile", "aggregate: median")))
        .isInstanceOf(FalajException.DataRefused.class)
        .hasMessageStartingWith(
            "The definitions that training set 'late' was made by cannot be read by this release:"
                + " late.yaml:")
        .hasMessageEndingWith("Rebuild it with the release that made it.");
  }
}
