package io.falaj.features.catalog;

import java.util.List;

/**
 * All that the catalog page shows; the same model gives the same bytes.
 *
 * @param pipeline the pipeline's name
 * @param description what it is for
 * @param entities what features are about, by name
 * @param views where features come from, by name
 */
public record CatalogModel(
    String pipeline, String description, List<EntityEntry> entities, List<ViewEntry> views) {

  /**
   * What features are about.
   *
   * @param name its name
   * @param description what it is
   * @param keys its keys with their types
   */
  public record EntityEntry(String name, String description, List<String> keys) {
    public EntityEntry {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A view.
   *
   * @param name its name
   * @param version its version
   * @param owner who answers for it; empty if nobody is named
   * @param description what it is
   * @param facts what to know about it, as label and text, in the order shown
   * @param features its features, in declared order
   * @param tables its tables at their newest version; empty before they are made, and on demand
   */
  public record ViewEntry(
      String name,
      int version,
      String owner,
      String description,
      List<Fact> facts,
      List<FeatureEntry> features,
      List<String> tables) {
    public ViewEntry {
      facts = List.copyOf(facts);
      features = List.copyOf(features);
      tables = List.copyOf(tables);
    }
  }

  /** Something to know, with its name. */
  public record Fact(String label, String text) {}

  /**
   * A feature.
   *
   * @param name its name
   * @param type its SQL type; empty before its table is made
   * @param definition how it is computed
   * @param description what it says
   */
  public record FeatureEntry(String name, String type, String definition, String description) {}

  public CatalogModel {
    entities = List.copyOf(entities);
    views = List.copyOf(views);
  }
}
