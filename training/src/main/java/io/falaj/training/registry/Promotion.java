package io.falaj.training.registry;

import io.falaj.lineage.Fingerprint;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A decision about a version of a model.
 *
 * @param sequence counts the decisions about the model, from 1
 * @param version the version decided about
 * @param artifact the identity of its bytes
 * @param decision what the gate said
 * @param candidate metrics by name of the version on the gate split
 * @param baseline those of the baseline
 * @param moved whether the alias {@code champion} moved to the version
 * @param actor who asked
 * @param stepKey the identity of what was decided
 * @param runId the run that decided
 * @param decidedAt when
 */
public record Promotion(
    long sequence,
    long version,
    Fingerprint artifact,
    Decision decision,
    SortedMap<String, Double> candidate,
    SortedMap<String, Double> baseline,
    boolean moved,
    String actor,
    Fingerprint stepKey,
    String runId,
    Instant decidedAt) {

  public Promotion {
    candidate = Collections.unmodifiableSortedMap(new TreeMap<>(candidate));
    baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
  }
}
