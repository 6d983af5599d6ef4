package io.falaj.features;

import io.falaj.lineage.DataInterval;
import io.falaj.lineage.FalajException;
import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.Json;
import io.falaj.lineage.TableName;
import io.falaj.lineage.TableVersion;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a training set: what it holds and what it was made from, exactly.
 *
 * @param name its name
 * @param table the table at the version written
 * @param stepKey the identity of what was computed
 * @param semantics which way of computing it was used: two ways may give other rows; absent for the
 *     first
 * @param definition fingerprint of the specification
 * @param definitions the artifact that holds the specification and all that it uses, a YAML file;
 *     absent where an earlier release made it
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
    @Nullable Integer semantics,
    Fingerprint definition,
    @Nullable String definitions,
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

  /**
   * The version of a table that it was made from.
   *
   * @throws FalajException.DataRefused if the manifest does not tell
   */
  TableVersion input(TableName wanted) {
    return inputs.stream()
        .filter(input -> input.table().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new FalajException.DataRefused(
                    "The manifest %s of training set '%s' does not tell which version of %s it was made from."
                        .formatted(fingerprint().brief(), name, wanted)));
  }

  /** The version of each view's events that it was made from, by the view's versioned name. */
  SortedMap<String, TableVersion> pins(FeatureSelection selection) {
    SortedMap<String, TableVersion> pins = new TreeMap<>();
    selection.views().forEach(view -> pins.put(view.versionedName(), input(view.eventsTable())));
    return pins;
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
