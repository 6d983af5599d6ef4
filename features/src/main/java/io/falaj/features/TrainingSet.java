package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Json;
import io.falaj.lineage.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifest of a training set: what it holds and what it was made from, exactly.
 *
 * @param name its name
 * @param table the table at the version written
 * @param stepKey the identity of what was computed
 * @param definition fingerprint of the specification
 * @param features fingerprint of the feature definitions: scoring must use the same
 * @param inputs the labels' table and the views' events, at the versions read
 * @param views fingerprint of each view that was joined, by its versioned name
 * @param identityColumns the columns that name a row
 * @param time the column with the time that features are as known at
 * @param featureColumns the features, in order
 * @param splits by name
 * @param seed what the model's random numbers start from
 * @param rows how many rows it has
 * @param checksum of its content
 */
public record TrainingSet(
    String name,
    TableVersion table,
    Fingerprint stepKey,
    Fingerprint definition,
    Fingerprint features,
    List<TableVersion> inputs,
    Map<String, Fingerprint> views,
    List<String> identityColumns,
    String time,
    List<String> featureColumns,
    Map<String, DataInterval> splits,
    long seed,
    long rows,
    String checksum) {

  public TrainingSet {
    inputs = List.copyOf(inputs);
    views = new TreeMap<>(views);
    identityColumns = List.copyOf(identityColumns);
    featureColumns = List.copyOf(featureColumns);
    splits = new TreeMap<>(splits);
  }

  /** The interval of a split. */
  public DataInterval split(Split split) {
    DataInterval interval = splits.get(split.text());
    if (interval == null) {
      throw new IllegalStateException("training set %s has no split %s".formatted(name, split));
    }
    return interval;
  }

  /** From the start of the first split to the end of the last. */
  public DataInterval hull() {
    return DataInterval.hull(splits.values());
  }

  /** The manifest's identity: the same content from the same definitions has the same. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(json());
  }

  /** Canonical JSON. */
  public String json() {
    return Json.write(this);
  }

  /** Reads what {@link #json} writes. */
  public static TrainingSet parse(String json) {
    return Json.read(json, TrainingSet.class);
  }
}
