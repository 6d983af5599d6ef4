package io.falaj.features;

import io.falaj.lineage.TableName;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses definitions from text, and keeps what is wrong with them. */
final class Definitions {

  static final String THING = "{entity: thing, keys: {k: string, l: bigint}}";
  static final Map<TableName, SourceColumns> SOURCES =
      Map.of(
          Facts.TABLE,
          new SourceColumns(
              List.of("k", "no"), Set.of("k", "l", "happened", "known", "no", "x", "y")));

  private final Problems problems = new Problems();
  private final List<EntityYaml> entities = new ArrayList<>();
  private final List<FeatureViewYaml> views = new ArrayList<>();

  Definitions entity(String text) {
    ConfigFile.parse(text, "entity.yaml", EntityYaml.class, problems).ifPresent(entities::add);
    return this;
  }

  Definitions view(String text) {
    ConfigFile.parse(text, "view.yaml", FeatureViewYaml.class, problems).ifPresent(views::add);
    return this;
  }

  FeatureCatalog catalog() {
    return FeatureCatalog.parse(entities, views, SOURCES, problems);
  }

  FeatureCatalog rightCatalog() {
    FeatureCatalog catalog = catalog();
    problems.throwIfAny();
    return catalog;
  }

  /** What is wrong, in the order in which it was found. */
  List<String> problems() {
    catalog();
    return problems.messages();
  }

  /** What is wrong with a selection from the catalog, which is right. */
  List<String> problemsOf(String... references) {
    FeatureCatalog catalog = rightCatalog();
    FeatureSelection.parse(
        List.of(references), catalog, new Location("model.yaml", 3, 5), problems);
    return problems.messages();
  }
}
