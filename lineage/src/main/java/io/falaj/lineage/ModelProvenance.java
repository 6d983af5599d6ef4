package io.falaj.lineage;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a model version came from.
 *
 * @param model the model's name
 * @param version its version in the registry
 * @param artifact SHA-256 of its bytes
 * @param trainingSet the training set, at its exact version
 * @param manifest fingerprint of the training set's manifest
 * @param features fingerprint of the feature definitions that it must be scored with
 * @param spec fingerprint of the training spec
 * @param parameters the trainer's settings
 * @param seed what its random numbers start from
 * @param shards how many shards the gradients were summed over, in their fixed order
 * @param runId the run that trained it
 * @param parent what triggered the run, if anything did
 * @param actor who started it
 * @param codeVersion the version of Falaj's code
 * @param environment the machine and software
 * @param at when
 */
public record ModelProvenance(
    String model,
    String version,
    Fingerprint artifact,
    TableVersion trainingSet,
    Fingerprint manifest,
    Fingerprint features,
    Fingerprint spec,
    Map<String, Object> parameters,
    long seed,
    int shards,
    String runId,
    @Nullable String parent,
    String actor,
    String codeVersion,
    Environment environment,
    Instant at)
    implements Provenance {

  public ModelProvenance {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
