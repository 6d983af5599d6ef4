package io.falaj.training.registry;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.signing.Signature;
import io.falaj.training.model.ModelKind;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the registry's table says of one version of a model, its signature and files not looked at.
 *
 * @param model the model's name
 * @param version from 1
 * @param kind the model itself, or the baseline trained beside it
 * @param artifact the identity of its files
 * @param files the path of each file in the lake, by the file's name
 * @param provenance the path of the file that tells what it was made from, and by whom
 * @param signature who vouches for it
 * @param trainingSet what it learned from, {@code training.name@version}
 * @param manifest fingerprint of the training set's manifest
 * @param features fingerprint of the feature definitions
 * @param spec fingerprint of the specification
 * @param validation metrics by name on the validation split
 * @param gate metrics by name on the gate split
 * @param stepKey the identity of what was computed
 * @param runId the run that trained it
 * @param computedAt when
 */
public record ModelVersion(
    String model,
    long version,
    ModelKind kind,
    Fingerprint artifact,
    SortedMap<String, String> files,
    String provenance,
    Signature signature,
    String trainingSet,
    Fingerprint manifest,
    Fingerprint features,
    Fingerprint spec,
    SortedMap<String, Double> validation,
    SortedMap<String, Double> gate,
    Fingerprint stepKey,
    String runId,
    Instant computedAt) {

  public ModelVersion {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    validation = Collections.unmodifiableSortedMap(new TreeMap<>(validation));
    gate = Collections.unmodifiableSortedMap(new TreeMap<>(gate));
  }

  ModelIdentity identity() {
    return new ModelIdentity(model, version, kind, artifact);
  }
}
