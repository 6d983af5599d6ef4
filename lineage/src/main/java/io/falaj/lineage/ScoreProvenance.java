package io.falaj.lineage;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the predictions of some intervals came from.
 *
 * @param predictions the table of predictions
 * @param model the model's name
 * @param modelVersion its version in the registry
 * @param artifact SHA-256 of its bytes
 * @param features fingerprint of the feature definitions used
 * @param reads the tables read, each at its exact version, by what they were read for: {@code
 *     labels} or a view's name with its version
 * @param contents what each interval of predictions holds
 * @param runId the run that scored
 * @param parent what triggered the run, if anything did
 * @param actor who started it
 * @param codeVersion the version of Falaj's code
 * @param environment the machine and software
 * @param at when
 */
public record ScoreProvenance(
    TableName predictions,
    String model,
    String modelVersion,
    Fingerprint artifact,
    Fingerprint features,
    SortedMap<String, TableVersion> reads,
    SortedMap<DataInterval, IntervalContent> contents,
    String runId,
    @Nullable String parent,
    String actor,
    String codeVersion,
    Environment environment,
    Instant at)
    implements Provenance {

  public ScoreProvenance {
    reads = Collections.unmodifiableSortedMap(new TreeMap<>(reads));
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }
}
