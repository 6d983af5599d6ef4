package io.falaj.jobs.config;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Contract;
import io.falaj.validation.DatasetYaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Contracts by themselves: of one file, or of a folder's files, wherever they lie. Neither what
 * they reference nor their sources need be there.
 *
 * @param folder whether they are of a folder
 * @param contracts by dataset, in the order of the files; at least one
 */
public record ContractFiles(boolean folder, Map<String, Contract> contracts) {

  public ContractFiles {
    contracts = Collections.unmodifiableMap(new LinkedHashMap<>(contracts));
  }

  /**
   * Reads them.
   *
   * @param directory what a relative path is relative to
   * @param path a dataset's file, a folder of some, or a pipeline's folder
   * @throws FalajException.Configuration naming every problem that they have
   */
  public static ContractFiles read(Path directory, String path) {
    Path at = directory.resolve(path).normalize();
    boolean folder = Files.isDirectory(at);
    List<Path> files = folder ? files(at) : List.of(at);
    if (files.isEmpty()) {
      throw new FalajException.Configuration(
          "There is no dataset in %s: name a dataset's file, or a folder that has datasets/*.yaml."
              .formatted(path));
    }
    Problems problems = new Problems();
    Map<String, Contract> contracts = new LinkedHashMap<>();
    Map<String, Location> places = new LinkedHashMap<>();
    for (Path file : files) {
      String shown = file.startsWith(directory) ? "" + directory.relativize(file) : "" + file;
      ConfigFile.read(file, shown, DatasetYaml.class, problems)
          .ifPresent(
              yaml -> {
                Location first = places.putIfAbsent(yaml.dataset(), yaml.location());
                if (first != null) {
                  problems.add(
                      yaml.location(),
                      "dataset '%s' is already defined at %s: rename one."
                          .formatted(yaml.dataset(), first));
                }
                Contract.parse(yaml, problems)
                    .ifPresent(contract -> contracts.put(contract.dataset(), contract));
              });
    }
    problems.throwIfAny();
    return new ContractFiles(folder, contracts);
  }

  private static List<Path> files(Path folder) {
    List<Path> files = PipelineFolder.yamlFiles(folder.resolve("datasets"));
    return files.isEmpty() ? PipelineFolder.yamlFiles(folder) : files;
  }
}
