package io.falaj.training.model;

import io.falaj.lineage.Fingerprint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model was made from: all that decides its bytes, and nothing of who made it when.
 *
 * @param trainingSet the name of the training set
 * @param trainingSetVersion its table at the version read, {@code training.name@version}
 * @param manifest fingerprint of the training set's manifest
 * @param features fingerprint of the feature definitions: scoring must use the same
 * @param featureColumns the features of the training set, in order
 * @param identityColumns the columns that name a row
 * @param label the label's column
 * @param spec fingerprint of the training specification
 * @param seed what random numbers started from
 * @param shards how many parts the arithmetic was done in
 * @param coreType the OpenBLAS kernels that computed
 * @param parameters the specification's settings, for people
 */
public record ModelOrigin(
    String trainingSet,
    String trainingSetVersion,
    Fingerprint manifest,
    Fingerprint features,
    List<String> featureColumns,
    List<String> identityColumns,
    String label,
    Fingerprint spec,
    long seed,
    int shards,
    String coreType,
    Map<String, Object> parameters) {

  public ModelOrigin {
    featureColumns = List.copyOf(featureColumns);
    identityColumns = List.copyOf(identityColumns);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }
}
