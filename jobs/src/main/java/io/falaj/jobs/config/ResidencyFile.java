package io.falaj.jobs.config;

import io.falaj.jobs.config.ResidencyYaml.RegionYaml;
import io.falaj.jobs.config.ResidencyYaml.WriteYaml;
import io.falaj.lineage.Residency;
import io.falaj.lineage.config.Problems;
import io.falaj.validation.Contract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code policy/residency.yaml}, which pipelines share; without it everywhere may be written.
 */
final class ResidencyFile {

  private static final String NAME = "residency.yaml";

  private final PipelineFolder place;
  private final Problems problems;

  ResidencyFile(PipelineFolder place, Problems problems) {
    this.place = place;
    this.problems = problems;
  }

  /** Where a pipeline of these datasets may write. */
  Residency read(Collection<Contract> contracts) {
    Residency residency = Residency.ANYWHERE;
    for (Path file : PipelineFolder.yamlFiles(place.conf().resolve("policy"))) {
      String name = file.getFileName().toString();
      if (name.equals(NAME)) {
        Optional<ResidencyYaml> yaml = place.read(file, ResidencyYaml.class, problems);
        residency = yaml.map(read -> residency(read, contracts)).orElse(residency);
      } else {
        // A policy that nobody reads would be taken for one that holds.
        problems.add(
            "%s: there is no such policy.%s"
                .formatted(place.shown(file), Problems.suggest(name, List.of(NAME))));
      }
    }
    return residency;
  }

  private Residency residency(ResidencyYaml yaml, Collection<Contract> contracts) {
    WriteYaml write = yaml.write();
    check(yaml, write.regions());
    check(yaml, write.personalData());
    if (write.regions().isEmpty()) {
      problems.add(
          write.location(), "'regions' names none, so nothing could be written: name one.");
    }
    for (String region : write.personalData()) {
      if (!write.regions().contains(region)) {
        problems.add(
            write.location(),
            "'personal_data' names %s, which 'regions' does not allow: name it there too."
                .formatted(region));
      }
    }
    List<String> personal =
        write.personalData().isEmpty()
            ? List.of()
            : contracts.stream()
                .filter(
                    contract -> contract.columns().stream().anyMatch(c -> c.personal().isPresent()))
                .map(Contract::dataset)
                .toList();
    return new Residency(
        write.location().file() + ":" + write.location().line(),
        places(yaml),
        personal.isEmpty() ? write.regions() : write.personalData(),
        personal.isEmpty() ? "" : "since there is personal data in " + String.join(", ", personal));
  }

  private void check(ResidencyYaml yaml, List<String> named) {
    for (String region : named) {
      if (!yaml.regions().containsKey(region)) {
        problems.add(
            yaml.write().location(),
            "there is no region '%s'.%s"
                .formatted(region, Problems.suggest(region, yaml.regions().keySet())));
      }
    }
  }

  private List<Residency.Place> places(ResidencyYaml yaml) {
    Map<String, String> regions = new LinkedHashMap<>();
    List<Residency.Place> places = new ArrayList<>();
    yaml.regions()
        .forEach(
            (name, region) ->
                region.locations().forEach(at -> add(name, region, at, regions, places)));
    return places;
  }

  private void add(
      String name,
      RegionYaml region,
      String location,
      Map<String, String> regions,
      List<Residency.Place> places) {
    String other = regions.put(location, name);
    if (other != null) {
      problems.add(
          region.location(),
          "'%s' lies in %s already: a place is in one region.".formatted(location, other));
      return;
    }
    try {
      places.add(new Residency.Place(name, location));
    } catch (IllegalArgumentException e) {
      problems.add(
          region.location(),
          "%s: write s3a://bucket/folder, hdfs://host/folder or /folder."
              .formatted(e.getMessage()));
    }
  }
}
