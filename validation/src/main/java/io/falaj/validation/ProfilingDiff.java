package io.falaj.validation;

import static io.falaj.validation.ContractChange.breaking;
import static io.falaj.validation.ContractChange.compatible;

import io.falaj.validation.ContractChange.Kind;
import io.falaj.validation.Profiling.Metric;
import io.falaj.validation.profile.ProfileTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How two versions differ in what is profiled beside columns. */
final class ProfilingDiff {

  private ProfilingDiff() {}

  static List<ContractChange> between(Profiling before, Profiling after) {
    List<ContractChange> changes = new ArrayList<>();
    for (Metric metric : after.metrics()) {
      Optional<Metric> was = before.metric(metric.name());
      if (was.isEmpty()) {
        changes.add(
            compatible(
                Kind.METRIC,
                metric.name(),
                "added, " + metric.expression(),
                "%s has it of intervals that are ingested from now on."
                    .formatted(ProfileTable.NAME)));
      } else if (!was.get().expression().equals(metric.expression())) {
        changes.add(
            breaking(
                Kind.METRIC,
                metric.name(),
                was.get().expression() + " -> " + metric.expression(),
                "Its numbers are others from now on, and not to be held against those before."));
      }
    }
    for (Metric metric : before.metrics()) {
      if (after.metric(metric.name()).isEmpty()) {
        changes.add(gone(Kind.METRIC, metric.name(), metric.expression()));
      }
    }
    for (String segment : after.segments()) {
      if (!before.segments().contains(segment)) {
        changes.add(
            compatible(
                Kind.SEGMENT,
                segment,
                "added",
                "%s has profiles by its values of intervals that are ingested from now on."
                    .formatted(ProfileTable.NAME)));
      }
    }
    for (String segment : before.segments()) {
      if (!after.segments().contains(segment)) {
        changes.add(gone(Kind.SEGMENT, segment, "profiles by its values"));
      }
    }
    return changes;
  }

  private static ContractChange gone(Kind kind, String name, String was) {
    return breaking(
        kind,
        name,
        "removed, it was " + was,
        "Readers of %s lose it, of intervals that are ingested from now on."
            .formatted(ProfileTable.NAME));
  }
}
