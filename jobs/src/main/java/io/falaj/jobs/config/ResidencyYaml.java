package io.falaj.jobs.config;

import io.falaj.lineage.config.Description;
import io.falaj.lineage.config.Location;
import java.util.List;
import java.util.Map;

/** {@code policy/residency.yaml}: where storage lies, and where may be written. */
@Description("Which storage lies in which region, and in which regions may be written.")
public record ResidencyYaml(
    @Description("Regions by name, each with its storage.") Map<String, RegionYaml> regions,
    @Description("Where lakes, and files of events beside them, may be written.") WriteYaml write,
    Location location) {

  /** A region, as it is written. */
  public record RegionYaml(
      @Description("URIs or absolute paths; each stands for all that is below it.")
          List<String> locations,
      Location location) {}

  /** Where may be written, as it is written. */
  public record WriteYaml(
      @Description("The regions that may be written in.") List<String> regions,
      @Description(
              "Those of them for a pipeline whose datasets have personal columns; absent: all of"
                  + " them.")
          List<String> personalData,
      Location location) {}
}
