package io.falaj.features;

import io.falaj.lineage.Fingerprint;
import io.falaj.lineage.TableName;
import io.falaj.lineage.Zone;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
    for (EventFeature feature :
        wanted.stream().flatMap(feature -> feature.events().stream()).toList()) {
      Optional<Duration> own =
          Stream.concat(feature.window().stream(), times.ttl().stream()).min(Duration::compareTo);
      if (own.isEmpty()) {
        return Optional.empty();
      }
      reach = own.get().compareTo(reach) > 0 ? own.get() : reach;
    }
    return Optional.of(reach);
  }

  /**
   * The identity of what the view's events are, whatever features are made of them: by another, the
   * rows of its events table would be others.
   */
  public Fingerprint eventsFingerprint() {
    return events(Fingerprint.builder("events")).build();
  }

  private Fingerprint.Builder events(Fingerprint.Builder builder) {
    return builder
        .add("keys", entity.keys().stream().map(k -> k.name() + " " + k.type().sql()).toList())
        .add("source", source)
        .add("where", canonical(where))
        .add("key_expressions", keys.stream().map(SqlText::canonical).toList())
        .add("event_time", canonical(times.eventTime()))
        .add("available_time", canonical(times.availableTime()))
        .add("publish_delay", times.publishDelay())
        .add("boundary", times.boundary())
        .add("sequence", sequence)
        .add("deleted", canonical(deleted));
  }

  /**
   * The identity of what the view means: blanks, descriptions, bucket counts and the order of
   * features are no part.
   */
  public Fingerprint fingerprint() {
    return Fingerprint.builder("feature_view")
        .add("name", name)
        .add("version", version)
        .add(
            "features",
            features.stream()
                .sorted(Comparator.comparing(Feature::name))
                .map(this::fingerprint)
                .toList())
        .build();
  }

  /** The identity of what one of the view's features means. */
  public Fingerprint fingerprint(Feature feature) {
    return feature instanceof Ratio ratio
        ? Fingerprint.builder("ratio")
            .add("name", ratio.name())
            .add("of", fingerprint(ratio.of()))
            .add("to", fingerprint(ratio.to()))
            .build()
        : fingerprint((EventFeature) feature);
  }

  private Fingerprint fingerprint(EventFeature feature) {
    return meaning(
        events(Fingerprint.builder("feature"))
            .add("name", feature.name())
            .add("ttl", times.ttl().orElse(null)),
        feature);
  }

  /** The identity of what is computed for a feature, of whatever events. */
  static Fingerprint meaning(Feature feature) {
    return feature instanceof Ratio ratio
        ? Fingerprint.builder("ratio")
            .add("of", meaning(ratio.of()))
            .add("to", meaning(ratio.to()))
            .build()
        : meaning(Fingerprint.builder("computed"), (EventFeature) feature);
  }

  private static Fingerprint meaning(Fingerprint.Builder builder, EventFeature feature) {
    builder.add("null_policy", feature.nullPolicy());
    if (feature.window().isPresent() || feature.aggregate() != Aggregate.LAST) {
      builder.add("aggregate", feature.aggregate());
    }
    builder.add("of", canonical(feature.of()));
    feature.window().ifPresent(window -> builder.add("window", window));
    feature.where().ifPresent(where -> builder.add("counting", where.canonical()));
    feature.k().ifPresent(k -> builder.add("k", k));
    feature.q().ifPresent(q -> builder.add("q", q));
    return builder.build();
  }

  private static @org.jspecify.annotations.Nullable String canonical(Optional<SqlText> sql) {
    return sql.map(SqlText::canonical).orElse(null);
  }
}
