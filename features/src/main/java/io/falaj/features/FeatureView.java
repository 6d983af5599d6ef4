package io.falaj.features;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Features of one entity from one source, as known at a time: written once, used for training,
 * scoring and SQL alike.
 *
 * @param name the view's name
 * @param version raised when the meaning changes; part of its tables' names
 * @param entity what it is about
 * @param source the table its events come from
 * @param where which rows of the source are events
 * @param keys for each key of the entity, in order, its expression over the source
 * @param times when its events happened and were known
 * @param sequence the source's columns that tell events of one key and time apart
 * @param deleted marks a row as the removal of its event
 * @param features in declared order
 */
public record FeatureView(
    String name,
    int version,
    Entity entity,
    TableName source,
    Optional<SqlText> where,
    List<SqlText> keys,
    EventTimes times,
    List<String> sequence,
    Optional<SqlText> deleted,
    List<Feature> features) {

  public FeatureView {
    keys = List.copyOf(keys);
    sequence = List.copyOf(sequence);
    features = List.copyOf(features);
  }

  /** {@code <name>_v<version>}: how tables and provenance name the view. */
  public String versionedName() {
    return name + "_v" + version;
  }

  /** The values at each interval's end: what SQL users read. */
  public TableName valuesTable() {
    return new TableName(Zone.FEATURES, versionedName());
  }

  /** The events in sorted buckets: what retrieval reads. */
  public TableName eventsTable() {
    return new TableName(Zone.FEATURES, versionedName() + "_events");
  }

  public Optional<Feature> feature(String wanted) {
    return features.stream().filter(f -> f.name().equals(wanted)).findFirst();
  }

  public List<String> featureNames() {
    return features.stream().map(Feature::name).toList();
  }

  /** How far back from a label's time the features look; empty when there is no limit. */
  public Optional<Duration> reach(List<Feature> wanted) {
    Duration reach = Duration.ZERO;
    for (Feature feature : wanted) {
      Optional<Duration> own =
          feature instanceof Feature.Windowed windowed
              ? Optional.of(
                  times
                      .ttl()
                      .filter(ttl -> ttl.compareTo(windowed.window()) < 0)
                      .orElse(windowed.window()))
              : times.ttl();
      if (own.isEmpty()) {
        return Optional.empty();
      }
      reach = own.get().compareTo(reach) > 0 ? own.get() : reach;
    }
    return Optional.of(reach);
  }

  /** The identity of what the view means: blanks, descriptions and bucket counts are no part. */
  public Fingerprint fingerprint() {
    return Fingerprint.builder("feature_view")
        .add("name", name)
        .add("version", version)
        .add("features", features.stream().map(this::fingerprint).toList())
        .build();
  }

  /** The identity of what one of the view's features means. */
  public Fingerprint fingerprint(Feature feature) {
    Fingerprint.Builder builder =
        Fingerprint.builder("feature")
            .add("name", feature.name())
            .add("keys", entity.keys().stream().map(k -> k.name() + " " + k.type().sql()).toList())
            .add("source", source)
            .add("where", canonical(where))
            .add("key_expressions", keys.stream().map(SqlText::canonical).toList())
            .add("event_time", canonical(times.eventTime()))
            .add("available_time", canonical(times.availableTime()))
            .add("publish_delay", times.publishDelay())
            .add("ttl", times.ttl().orElse(null))
            .add("boundary", times.boundary())
            .add("sequence", sequence)
            .add("deleted", canonical(deleted))
            .add("null_policy", feature.nullPolicy());
    if (feature instanceof Feature.Windowed windowed) {
      builder
          .add("aggregate", windowed.aggregate())
          .add("of", canonical(windowed.of()))
          .add("window", windowed.window());
    } else if (feature instanceof Feature.Latest latest) {
      builder.add("of", latest.of().canonical());
    }
    return builder.build();
  }

  private static @org.jspecify.annotations.Nullable String canonical(Optional<SqlText> sql) {
    return sql.map(SqlText::canonical).orElse(null);
  }
}
