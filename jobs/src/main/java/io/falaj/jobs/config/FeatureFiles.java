package io.falaj.jobs.config;

import io.falaj.features.EntityYaml;
import io.falaj.features.FeatureCatalog;
import io.falaj.features.FeatureViewYaml;
import io.falaj.features.SourceColumns;
import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Column;
import io.falaj.validation.Contract;
import io.falaj.validation.DatasetYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code entities/*.yaml}, which pipelines share, and a pipeline's {@code features/*.yaml}.
 */
final class FeatureFiles {

  private final PipelineFolder place;
  private final Problems problems;

  FeatureFiles(PipelineFolder place, Problems problems) {
    this.place = place;
    this.problems = problems;
  }

  FeatureDefinitions read(Collection<Contract> contracts) {
    List<EntityYaml> entities = files(place.conf().resolve("entities"), EntityYaml.class);
    List<FeatureViewYaml> views = files(place.folder().resolve("features"), FeatureViewYaml.class);
    Map<TableName, SourceColumns> sources = sources(contracts);
    FeatureCatalog catalog = FeatureCatalog.parse(entities, views, sources, problems);
    views.forEach(view -> checkSource(view, sources.keySet()));
    return new FeatureDefinitions(entities, views, catalog);
  }

  /** What features and models can be made from. */
  static Map<TableName, SourceColumns> sources(Collection<Contract> contracts) {
    Map<TableName, SourceColumns> sources = new LinkedHashMap<>();
    contracts.forEach(contract -> sources.put(contract.clean(), columns(contract)));
    return sources;
  }

  private <T extends Record> List<T> files(Path folder, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (Path file : PipelineFolder.yamlFiles(folder)) {
      place.read(file, type, problems).ifPresent(found::add);
    }
    return found;
  }

  private void checkSource(FeatureViewYaml view, Set<TableName> tables) {
    String source = view.source();
    List<String> known = tables.stream().map(TableName::toString).toList();
    if (source != null
        && !known.contains(source)
        && !problems.mayDefine(DatasetYaml.class, source.replaceFirst("^clean\\.", ""))) {
      problems.add(
          view.location(),
          "feature view '%s' is made from %s, which no dataset of the pipeline makes.%s"
              .formatted(view.featureView(), source, Problems.suggest(source, known)));
    }
  }

  private static SourceColumns columns(Contract contract) {
    return new SourceColumns(
        contract.keys(),
        contract.columns().stream().map(Column::name).collect(Collectors.toUnmodifiableSet()));
  }
}
