package io.falaj.scoring;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.falaj.lineage.Lake;
import io.falaj.lineage.TableVersion;
import io.falaj.training.model.ModelScorer;
import io.falaj.validation.profile.ProfileObserver;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a model's training data looked like: its features, and the model's own scores of it. Taken
 * in one pass when a version is first monitored, and kept with the profiles, under the training
 * set's table and with {@code name:version} as the segment.
 */
final class ReferenceProfile {

  private static final String SEGMENT = "_segment";

  private final Lake lake;

  ReferenceProfile(Lake lake) {
    this.lake = lake;
  }

  /** By column, the probability among them. */
  SortedMap<String, ProfileState> of(ScoringModel model) {
    SortedMap<String, ProfileState> stored = stored(model);
    return stored.isEmpty() ? taken(model) : stored;
  }

  /** What was taken before: of the training set at the version that the model learned from. */
  SortedMap<String, ProfileState> stored(ScoringModel model) {
    TableVersion learned = model.trainingSet();
    return lake.exists(ProfileTable.NAME)
        ? ofSegment(
            ProfileTable.read(
                lake.read(ProfileTable.NAME).where(col("version").equalTo(learned.version())),
                learned.table(),
                List.of()),
            model.label())
        : new TreeMap<>();
  }

  private SortedMap<String, ProfileState> taken(ScoringModel model) {
    List<String> columns = new ArrayList<>(model.artifact().origin().featureColumns());
    Dataset<Row> features =
        lake.readAt(model.trainingSet())
            .select(columns.get(0), columns.subList(1, columns.size()).toArray(String[]::new));
    columns.add(ModelScorer.PROBABILITY);
    Profiles profiles =
        ProfileScan.of(
            new ModelScorer(model.artifact())
                .score(features)
                .withColumn(SEGMENT, lit(model.label())),
            new ProfileObserver(columns.toArray(String[]::new)).segmentedBy(SEGMENT));
    lake.appendBookkeeping(
        Predictions.PROFILES, Predictions.profileRows(lake, model.trainingSet(), profiles));
    return ofSegment(profiles, model.label());
  }

  private static SortedMap<String, ProfileState> ofSegment(Profiles profiles, String segment) {
    SortedMap<String, ProfileState> states = new TreeMap<>();
    for (Map.Entry<io.falaj.validation.profile.ProfileKey, ProfileState> entry :
        profiles.states().entrySet()) {
      if (entry.getKey().segment().equals(segment)) {
        states.merge(entry.getKey().column(), entry.getValue(), ProfileState::merge);
      }
    }
    return states;
  }
}
