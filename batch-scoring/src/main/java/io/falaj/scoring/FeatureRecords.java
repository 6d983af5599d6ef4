package io.falaj.scoring;

import io.falaj.features.Feature;
import io.falaj.features.FeatureSelection;
import io.falaj.features.FeatureView;
import io.falaj.features.TrainingSetSpec;
import io.falaj.lineage.Lake;
import io.falaj.lineage.TableName;
import io.falaj.lineage.html.Numbers;
import io.falaj.scoring.report.FeatureRow;
import io.falaj.validation.profile.ProfileState;
import io.falaj.validation.profile.ProfileTable;
import io.falaj.validation.profile.Profiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The features of a model: what they are, and how complete they were when last profiled. */
final class FeatureRecords {

  private final Lake lake;
  private final TrainingSetSpec definition;

  FeatureRecords(Lake lake, TrainingSetSpec definition) {
    this.lake = lake;
    this.definition = definition;
  }

  List<FeatureRow> rows(ScoringModel model) {
    Map<String, ProfileState> training = new ReferenceProfile(lake).stored(model);
    Map<String, ProfileState> scoring = lastMonth(model.predictions());
    List<FeatureRow> rows = new ArrayList<>();
    for (FeatureSelection.Output output : definition.features().outputs()) {
      rows.add(
          new FeatureRow(
              view(output).map(FeatureView::versionedName).orElse(output.from()),
              output.column(),
              describe(output),
              freshness(output),
              nulls(training, output.column()),
              nulls(scoring, output.column())));
    }
    return rows;
  }

  private Map<String, ProfileState> lastMonth(TableName predictions) {
    if (!lake.exists(ProfileTable.NAME)) {
      return Map.of();
    }
    Profiles profiles = ProfileTable.read(lake.read(ProfileTable.NAME), predictions, List.of());
    return profiles.states().isEmpty()
        ? Map.of()
        : profiles.of(profiles.states().lastKey().interval());
  }

  private static double nulls(Map<String, ProfileState> states, String column) {
    ProfileState state = states.get(column);
    return state == null ? Double.NaN : state.nullShare();
  }

  private Optional<FeatureView> view(FeatureSelection.Output output) {
    return definition.features().joins().stream()
        .filter(join -> join.name().equals(output.from()))
        .map(FeatureSelection.Join::view)
        .findFirst();
  }

  private Optional<Feature> feature(FeatureSelection.Output output) {
    return view(output).flatMap(view -> view.feature(output.feature()));
  }

  private String describe(FeatureSelection.Output output) {
    Optional<Feature> feature = feature(output);
    if (feature.isPresent()) {
      return feature.get().definition();
    }
    return definition.features().computed().stream()
        .filter(view -> view.name().equals(output.from()))
        .flatMap(view -> Optional.ofNullable(view.features().get(output.feature())).stream())
        .map(sql -> sql.text())
        .findFirst()
        .orElse("");
  }

  private String freshness(FeatureSelection.Output output) {
    Optional<Duration> window = feature(output).flatMap(Feature::window);
    if (window.isPresent()) {
      return "last " + Numbers.duration(window.get());
    }
    return view(output)
        .map(
            view ->
                view.times().eventTime().isEmpty()
                    ? "no time"
                    : view.times()
                        .ttl()
                        .map(ttl -> "up to " + Numbers.duration(ttl))
                        .orElse("any age"))
        .orElse("at scoring");
  }
}
