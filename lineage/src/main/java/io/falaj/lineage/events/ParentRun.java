package io.falaj.lineage.events;

import io.falaj.lineage.RunContext;
import io.openlineage.client.OpenLineage;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The run that a step belongs to, and what triggered that run. */
final class ParentRun {

  /** As Airflow's {@code lineage_parent_id} macro writes it: namespace/job/run. */
  private static final Pattern TRIGGER =
      Pattern.compile("(.+)/([^/]+)/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

  private ParentRun() {}

  static OpenLineage.ParentRunFacet of(OpenLineage model, RunContext run) {
    return model.newParentRunFacet(
        model.newParentRunFacetRun(uuid(run.runId()), null),
        model.newParentRunFacetJob(StepEvents.NAMESPACE, run.pipeline() + "." + run.job(), null),
        root(model, run.parent().orElse("")));
  }

  private static OpenLineage.@Nullable ParentRunFacetRoot root(OpenLineage model, String trigger) {
    Matcher matcher = TRIGGER.matcher(trigger);
    if (!matcher.matches()) {
      return null;
    }
    return model.newParentRunFacetRoot(
        model.newRootRun(UUID.fromString(matcher.group(3)), null),
        model.newRootJob(matcher.group(1), matcher.group(2), null));
  }

  /** A run id that is no UUID, as tests and schedulers have, becomes one that it determines. */
  private static UUID uuid(String runId) {
    try {
      return UUID.fromString(runId);
    } catch (IllegalArgumentException e) {
      return UUID.nameUUIDFromBytes(runId.getBytes(StandardCharsets.UTF_8));
    }
  }
}
