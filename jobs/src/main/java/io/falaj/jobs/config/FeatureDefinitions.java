package io.falaj.jobs.config;

import io.falaj.features.EntityYaml;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureViewYaml;
import java.util.List;

/**
 * A pipeline's entities and feature views.
 *
 * @param entities as written, those of all pipelines
 * @param views as written
 * @param catalog both, checked
 */
public record FeatureDefinitions(
    List<EntityYaml> entities, List<FeatureViewYaml> views, FeatureCatalog catalog) {

  public FeatureDefinitions {
    entities = List.copyOf(entities);
    views = List.copyOf(views);
  }
}
