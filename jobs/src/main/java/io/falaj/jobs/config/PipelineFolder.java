package io.falaj.jobs.config;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.config.ConfigFile;
import io.falaj.lineage.config.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a pipeline's configuration is.
 *
 * @param conf the folder of all configuration
 * @param folder the pipeline's own
 */
public record PipelineFolder(Path conf, Path folder) {

  /**
   * Finds a pipeline.
   *
   * @param conf the folder that holds {@code pipelines/} and {@code entities/}
   * @param directory what a relative path is relative to
   * @param asked a pipeline's name or folder; empty where there is one pipeline only
   * @throws FalajException.Configuration if there is no such pipeline, or the choice is open
   */
  public static PipelineFolder find(Path conf, Path directory, Optional<String> asked) {
    List<String> known = names(conf);
    if (asked.isEmpty()) {
      if (known.size() == 1) {
        return named(conf, known.get(0));
      }
      throw new FalajException.Configuration(
          known.isEmpty()
              ? "There is no pipeline under %s. Name a pipeline's folder with --pipeline DIR, or the folder of configuration with --conf DIR."
                  .formatted(conf.resolve("pipelines"))
              : "Which pipeline? There are %d; name one with --pipeline: %s."
                  .formatted(known.size(), String.join(", ", known)));
    }
    String text = asked.get();
    if (known.contains(text)) {
      return named(conf, text);
    }
    Path folder = directory.resolve(text).normalize();
    if (Files.isRegularFile(folder.resolve("pipeline.yaml"))) {
      return new PipelineFolder(confOf(folder).orElse(conf), folder);
    } else if (text.indexOf('/') >= 0) {
      throw new FalajException.Configuration(
          "There is no pipeline.yaml in %s. Name a folder that has one, or a pipeline under %s."
              .formatted(folder, conf.resolve("pipelines")));
    }
    throw new FalajException.Configuration(
        "Unknown pipeline '%s' (looked in %s).%s"
            .formatted(text, conf.resolve("pipelines"), Problems.suggest(text, known)));
  }

  private static PipelineFolder named(Path conf, String name) {
    return new PipelineFolder(conf, conf.resolve("pipelines").resolve(name));
  }

  /** Of {@code X/pipelines/NAME} that is X, where it is laid out so. */
  private static Optional<Path> confOf(Path folder) {
    Path parent = folder.getParent();
    return parent != null && parent.endsWith("pipelines")
        ? Optional.ofNullable(parent.getParent())
        : Optional.empty();
  }

  private static List<String> names(Path conf) {
    Path pipelines = conf.resolve("pipelines");
    if (!Files.isDirectory(pipelines)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(pipelines)) {
      return folders
          .filter(folder -> Files.isRegularFile(folder.resolve("pipeline.yaml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file; what is wrong with it is added to the problems. */
  <T extends Record> Optional<T> read(Path file, Class<T> type, Problems problems) {
    return ConfigFile.read(file, shown(file), type, problems);
  }

  /** The YAML files in a folder of the pipeline, or of all configuration, by name. */
  static List<Path> yamlFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(PipelineFolder::isYaml).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /** How messages name a file: relative to the folder that holds the configuration folder. */
  String shown(Path file) {
    Path base = conf.toAbsolutePath().normalize().getParent();
    Path absolute = file.toAbsolutePath().normalize();
    return base != null && absolute.startsWith(base)
        ? base.relativize(absolute).toString()
        : absolute.toString();
  }
}
