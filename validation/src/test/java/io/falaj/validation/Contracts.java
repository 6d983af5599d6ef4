package io.falaj.validation;

import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Contracts for tests, from YAML. */
final class Contracts {

  private Contracts() {}

  static Contract contract(String yaml) {
    Problems problems = new Problems();
    Optional<Contract> contract = parse(yaml, problems);
    problems.throwIfAny();
    return contract.orElseThrow();
  }

  static List<String> problems(String yaml) {
    Problems problems = new Problems();
    Optional<Contract> contract = parse(yaml, problems);
    if (contract.isPresent() != problems.isEmpty()) {
      throw new AssertionError("a contract with problems: " + problems.messages());
    }
    return problems.messages();
  }

  private static Optional<Contract> parse(String yaml, Problems problems) {
    return ConfigFile.parse(yaml, "d.yaml", DatasetYaml.class, problems)
        .flatMap(read -> Contract.parse(read, problems));
  }

  /** The folder of the pipeline that the repository carries. */
  static Path flights() {
    return Path.of(System.getProperty("falaj.root", ".."), "conf", "pipelines", "flights");
  }

  static Contract flights(String dataset) {
    Path file = flights().resolve("datasets").resolve(dataset + ".yaml");
    try {
      return contract(Files.readString(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
