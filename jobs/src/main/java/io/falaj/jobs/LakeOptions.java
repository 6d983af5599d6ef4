package io.falaj.jobs;

import io.falaj.lineage.Sources;
import picocli.CommandLine.Option;

/** Which lake. */
final class LakeOptions {

  private static final String DEFAULT = "lake";

  @Option(
      names = "--lake",
      paramLabel = "URI",
      description = "The lake's root: a folder, or a URI that Hadoop knows (default: ./lake).")
  String lake = DEFAULT;

  boolean isDefault() {
    return lake.equals(DEFAULT);
  }

  /** The root; a path is relative to the current folder. */
  String root(Host host) {
    return Sources.isUri(lake)
        ? lake
        : host.directory().resolve(lake).toAbsolutePath().normalize().toString();
  }
}
