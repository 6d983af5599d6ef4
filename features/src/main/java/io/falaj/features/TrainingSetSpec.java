package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import io.falaj.lineage.config.Problems;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a training set is made of.
 *
 * @param name the training set's name, which is its model's
 * @param labels where the labels come from
 * @param features what they are joined with
 * @param splits which labels serve for what
 * @param seed what the model's random numbers start from
 */
public record TrainingSetSpec(
    String name,
    LabelSource labels,
    FeatureSelection features,
    Map<Split, DataInterval> splits,
    long seed) {

  /** The column that holds the split's name. */
  public static final String SPLIT = "split";

  public TrainingSetSpec {
    splits = Collections.unmodifiableMap(new EnumMap<>(splits));
  }

  /** The training set's table. */
  public TableName table() {
    return new TableName(Zone.TRAINING, name);
  }

  /** From the start of the first split to the end of the last. */
  public DataInterval hull() {
    return DataInterval.hull(splits.values());
  }

  public Fingerprint fingerprint() {
    Fingerprint.Builder builder =
        Fingerprint.builder("training_set")
            .add("name", name)
            .add("labels", labels.fingerprint())
            .add("features", features.fingerprint())
            .add("seed", seed);
    splits.forEach((split, interval) -> builder.add("split " + split.text(), interval));
    return builder.build();
  }

  /**
   * The checked specification; what is wrong is added to the problems, with its place. There is
   * none, either, where a view that it takes features of has problems.
   *
   * @param sources what is known of tables; one that is not in it is not checked
   */
  public static Optional<TrainingSetSpec> parse(
      String name,
      TrainingSetYaml yaml,
      FeatureCatalog catalog,
      Map<TableName, SourceColumns> sources,
      Problems problems) {
    int before = problems.messages().size();
    if (name.equals(TrainingSets.TABLE.table())) {
      problems.add(
          yaml.location(),
          "a training set cannot be called '%s': that is the table of their manifests. Rename it."
              .formatted(name));
    }
    if (name.endsWith(RebuildTrainingSet.REBUILT)) {
      problems.add(
          yaml.location(),
          "a training set's name cannot end in '%s': that is the table of one that was rebuilt. Rename it."
              .formatted(RebuildTrainingSet.REBUILT));
    }
    Optional<LabelSource> labels = labels(yaml.labels(), problems);
    Optional<FeatureSelection> features =
        FeatureSelection.parse(yaml.features(), catalog, yaml.location(), problems);
    if (yaml.features().isEmpty()) {
      problems.add(yaml.location(), "a training set needs features: name some, such as view.*.");
    }
    Map<Split, DataInterval> splits = splits(yaml.splits(), problems);
    if (labels.isPresent() && features.isPresent()) {
      checkColumns(yaml, labels.get(), features.get(), sources, problems);
    }
    return problems.messages().size() > before || features.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TrainingSetSpec(name, labels.orElseThrow(), features.get(), splits, yaml.seed()));
  }

  private static Optional<LabelSource> labels(TrainingSetYaml.Labels yaml, Problems problems) {
    Optional<SqlText> label = SqlText.parse("'label'", yaml.label(), yaml.location(), problems);
    Optional<SqlText> where =
        yaml.where() == null
            ? Optional.empty()
            : SqlText.parse("'where'", yaml.where(), yaml.location(), problems);
    try {
      TableName source = TableName.parse(yaml.source());
      return label.map(
          sql -> new LabelSource(source, yaml.eventTime(), yaml.columns(), sql, where));
    } catch (FalajException.Configuration e) {
      problems.add(yaml.location(), "'source': " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Map<Split, DataInterval> splits(TrainingSetYaml.Splits yaml, Problems problems) {
    Map<Split, DataInterval> splits = new EnumMap<>(Split.class);
    splits.put(Split.FIT, yaml.fit());
    splits.put(Split.VALIDATION, yaml.validation());
    splits.put(Split.GATE, yaml.gate());
    splits.forEach(
        (one, interval) ->
            splits.forEach(
                (other, second) -> {
                  if (one.compareTo(other) < 0 && interval.overlaps(second)) {
                    problems.add(
                        yaml.location(),
                        ("splits '%s' (%s) and '%s' (%s) overlap: a model would be judged by what"
                                + " it has seen.")
                            .formatted(one.text(), interval, other.text(), second));
                  }
                }));
    return splits;
  }

  private static void checkColumns(
      TrainingSetYaml yaml,
      LabelSource labels,
      FeatureSelection features,
      Map<TableName, SourceColumns> sources,
      Problems problems) {
    SourceColumns known = sources.get(labels.source());
    if (known != null) {
      Set<String> used = new TreeSet<>(labels.identity());
      used.addAll(labels.label().columns());
      labels.where().ifPresent(sql -> used.addAll(sql.columns()));
      check("the labels use", used, labels, known.columns(), yaml, problems);
      check("the features need", features.labelColumns(), labels, known.columns(), yaml, problems);
    }
    Set<String> carried = new LinkedHashSet<>(labels.identity());
    carried.addAll(features.labelColumns());
    for (String own : List.of(LabelSource.LABEL, SPLIT)) {
      if (carried.contains(own)) {
        problems.add(
            yaml.labels().location(),
            "the labels' column '%s' has the name of a column that every training set has: rename it in the source."
                .formatted(own));
      }
    }
    Set<String> taken = new LinkedHashSet<>(labels.identity());
    taken.add(LabelSource.LABEL);
    taken.add(SPLIT);
    for (String column : features.columns()) {
      if (taken.contains(column)) {
        problems.add(
            yaml.location(),
            "'%s' is a column of the labels and a feature: rename the feature with 'as'."
                .formatted(column));
      }
    }
  }

  private static void check(
      String who,
      Collection<String> used,
      LabelSource labels,
      Set<String> known,
      TrainingSetYaml yaml,
      Problems problems) {
    for (String column : used) {
      if (!known.contains(column)) {
        problems.add(
            yaml.labels().location(),
            "'%s' has no column '%s', which %s.%s"
                .formatted(labels.source(), column, who, Problems.suggest(column, known)));
      }
    }
  }
}
