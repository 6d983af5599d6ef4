package io.falaj.features.pit;

import io.falaj.features.EntityYaml;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureSelection;
import io.falaj.features.FeatureView;
import io.falaj.features.FeatureViewYaml;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Definitions for tests, from YAML text. */
public final class Views {

  private Views() {}

  public static FeatureCatalog catalog(String entity, String... views) {
    Problems problems = new Problems();
    List<EntityYaml> entities =
        ConfigFile.parse(entity, "entity.yaml", EntityYaml.class, problems).stream().toList();
    List<FeatureViewYaml> files =
        Arrays.stream(views)
            .flatMap(
                text ->
                    ConfigFile.parse(text, "view.yaml", FeatureViewYaml.class, problems).stream())
            .toList();
    FeatureCatalog catalog = FeatureCatalog.parse(entities, files, Map.of(), problems);
    problems.throwIfAny();
    return catalog;
  }

  public static FeatureView view(FeatureCatalog catalog, String name) {
    return Objects.requireNonNull(catalog.views().get(name));
  }

  public static FeatureSelection select(FeatureCatalog catalog, String... references) {
    Problems problems = new Problems();
    return FeatureSelection.parse(
            List.of(references), catalog, new Location("test", 1, 1), problems)
        .orElseThrow(() -> new AssertionError(problems.messages()));
  }
}
