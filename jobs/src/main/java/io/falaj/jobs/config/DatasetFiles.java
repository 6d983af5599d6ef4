package io.falaj.jobs.config;

import io.falaj.lineage.Sources;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Contract;
import io.falaj.validation.DatasetYaml;
import io.falaj.validation.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code datasets/*.yaml} of a pipeline. */
final class DatasetFiles {

  private final PipelineFolder place;
  private final Problems problems;
  private final Optional<Set<String>> connections;
  private final Map<String, Location> locations = new LinkedHashMap<>();

  /**
   * @param connections the names of the databases that the pipeline knows; nothing where that
   *     cannot be told
   */
  DatasetFiles(PipelineFolder place, Problems problems, Optional<Set<String>> connections) {
    this.place = place;
    this.problems = problems;
    this.connections = connections;
  }

  /** The contracts by name, each after those that it references. */
  Map<String, Contract> read() {
    Map<String, Contract> found = new LinkedHashMap<>();
    for (Path file : PipelineFolder.yamlFiles(place.folder().resolve("datasets"))) {
      Optional<DatasetYaml> yaml = place.read(file, DatasetYaml.class, problems);
      if (yaml.isEmpty()) {
        continue;
      }
      Location first = locations.putIfAbsent(yaml.get().dataset(), yaml.get().location());
      if (first != null) {
        problems.add(
            yaml.get().location(),
            "dataset '%s' is already defined at %s: rename one."
                .formatted(yaml.get().dataset(), first));
        continue;
      }
      Contract.parse(yaml.get(), problems).ifPresent(c -> found.put(c.dataset(), c));
    }
    found.values().forEach(this::checkSource);
    return ordered(found);
  }

  /** A source that is missing is found now, not after Spark has started. */
  private void checkSource(Contract contract) {
    if (contract.source() instanceof Source.DatabaseTable table) {
      checkConnection(contract, table.connection());
    } else {
      checkPath(contract, contract.source().place());
    }
  }

  private void checkConnection(Contract contract, String connection) {
    connections
        .filter(known -> !known.contains(connection))
        .ifPresent(
            known ->
                problems.add(
                    at(contract),
                    "dataset '%s' comes from connection '%s', which pipeline.yaml does not name under 'connections'.%s"
                        .formatted(
                            contract.dataset(), connection, Problems.suggest(connection, known))));
  }

  private void checkPath(Contract contract, String path) {
    if (path.matches(".*[*?\\[{].*") || Sources.isUri(path)) {
      return;
    }
    Path file = place.folder().resolve(path).normalize();
    if (!Files.exists(file)) {
      problems.add(
          at(contract),
          "the source of dataset '%s' is not there: %s. Put the file there, or mend 'path'."
              .formatted(contract.dataset(), place.shown(file)));
    } else if (!Files.isReadable(file)) {
      problems.add(
          at(contract),
          "the source of dataset '%s' cannot be read: %s. Mend its permissions."
              .formatted(contract.dataset(), place.shown(file)));
    }
  }

  private Map<String, Contract> ordered(Map<String, Contract> found) {
    Map<String, Contract> ordered = new LinkedHashMap<>();
    for (Contract contract : found.values()) {
      add(contract, found, ordered, new LinkedHashSet<>());
    }
    return ordered;
  }

  private void add(
      Contract contract,
      Map<String, Contract> found,
      Map<String, Contract> ordered,
      Set<String> path) {
    if (ordered.containsKey(contract.dataset())) {
      return;
    }
    if (!path.add(contract.dataset())) {
      problems.add(
          at(contract),
          "datasets reference each other in a circle: %s. Drop one of the references."
              .formatted(String.join(" -> ", path)));
      return;
    }
    for (TableName table : contract.references()) {
      Contract referenced = found.get(table.table());
      if (table.zone() != Zone.CLEAN) {
        problems.add(
            at(contract),
            "dataset '%s' references %s: only clean tables can be referenced."
                .formatted(contract.dataset(), table));
      } else if (referenced == null) {
        unknownReference(contract, table, found);
      } else if (referenced.equals(contract)) {
        problems.add(
            at(contract),
            "dataset '%s' references %s, which it makes itself, and which would have to be there before: drop the reference."
                .formatted(contract.dataset(), table));
      } else {
        contract
            .referenceProblems(table, referenced.schema())
            .forEach(problem -> problems.add(at(contract), problem));
        add(referenced, found, ordered, path);
      }
    }
    path.remove(contract.dataset());
    ordered.put(contract.dataset(), contract);
  }

  private void unknownReference(Contract contract, TableName table, Map<String, Contract> found) {
    if (problems.mayDefine(DatasetYaml.class, table.table())) {
      return;
    }
    List<String> tables = found.keySet().stream().map(name -> "clean." + name).toList();
    problems.add(
        at(contract),
        "dataset '%s' references %s, which no dataset of the pipeline makes.%s"
            .formatted(contract.dataset(), table, Problems.suggest(table.toString(), tables)));
  }

  private Location at(Contract contract) {
    return java.util.Objects.requireNonNull(locations.get(contract.dataset()));
  }
}
