package io.falaj.jobs;

import io.falaj.jobs.config.PipelineFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which pipeline: shared by every command that reads configuration. */
final class ConfigurationOptions {

  @Option(
      names = "--pipeline",
      paramLabel = "NAME|DIR",
      description =
          "The pipeline: a folder's name under conf/pipelines, or the folder itself. May be left"
              + " out where there is one only.")
  Optional<String> pipeline = Optional.empty();

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "The folder of configuration (default: conf, of the checkout or here).")
  Optional<Path> conf = Optional.empty();

  /** Where the pipeline asked for is. */
  PipelineFolder find(Host host) {
    return PipelineFolder.find(folder(host), host.directory(), pipeline);
  }

  private Path folder(Host host) {
    if (conf.isPresent()) {
      return host.directory().resolve(conf.get());
    }
    Path here = host.directory().resolve("conf");
    return Files.isDirectory(here.resolve("pipelines"))
        ? here
        : host.home().orElse(host.directory()).resolve("conf");
  }
}
