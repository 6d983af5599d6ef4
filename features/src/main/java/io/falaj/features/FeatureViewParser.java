package io.falaj.features;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.TableName;
import io.falaj.lineage.config.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one stored view and makes the definition of it. */
final class FeatureViewParser {

  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final FeatureViewYaml yaml;
  private final Map<String, Entity> entities;
  private final Map<TableName, SourceColumns> sources;
  private final Problems problems;
  private final int before;
  private final List<SqlText> expressions = new ArrayList<>();
  private boolean broken;

  FeatureViewParser(
      FeatureViewYaml yaml,
      Map<String, Entity> entities,
      Map<TableName, SourceColumns> sources,
      Problems problems) {
    this.yaml = yaml;
    this.entities = entities;
    this.sources = sources;
    this.problems = problems;
    this.before = problems.messages().size();
  }

  Optional<FeatureView> parse() {
    Optional<Entity> entity = entity();
    Optional<TableName> source = source();
    Optional<SqlText> where = sql("'where'", yaml.where());
    Optional<SqlText> deleted = sql("'deleted'", yaml.deleted());
    EventTimes times = times();
    Names.checkVersion(yaml.version(), yaml.location(), problems);
    List<Feature> features = features(times);
    entity.ifPresent(this::checkNames);
    List<SqlText> keys = entity.map(this::keys).orElse(List.of());
    List<String> sequence = source.map(this::sequence).orElse(List.of());
    source.map(sources::get).ifPresent(known -> checkColumns(known, features, sequence));
    if (broken || problems.messages().size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new FeatureView(
            yaml.featureView(),
            yaml.version(),
            entity.orElseThrow(),
            source.orElseThrow(),
            where,
            keys,
            times,
            sequence,
            deleted,
            features));
  }

  private Optional<Entity> entity() {
    if (yaml.entity() == null) {
      add("'entity' is missing: a view with a source is about an entity.");
      return Optional.empty();
    }
    Entity entity = entities.get(yaml.entity());
    if (entity == null && problems.mayDefine(EntityYaml.class, yaml.entity())) {
      broken = true;
    } else if (entity == null) {
      add(
          "unknown entity '%s'.%s"
              .formatted(yaml.entity(), hint(yaml.entity(), entities.keySet())));
    }
    return Optional.ofNullable(entity);
  }

  private Optional<TableName> source() {
    if (yaml.source() == null) {
      add("'source' is missing: name the table that events come from, as zone.table.");
      return Optional.empty();
    }
    try {
      return Optional.of(TableName.parse(yaml.source()));
    } catch (FalajException.Configuration e) {
      add("'source': " + e.getMessage());
      return Optional.empty();
    }
  }

  private EventTimes times() {
    Duration delay = yaml.publishDelay();
    if (yaml.availableTime() != null && delay != null) {
      add("'available_time' and 'publish_delay' are both given: keep one of them.");
    }
    if (yaml.eventTime() == null) {
      for (String key : timeKeys()) {
        add("'%s' needs an 'event_time': a fact without time is always known.".formatted(key));
      }
    }
    return new EventTimes(
        sql("'event_time'", yaml.eventTime()),
        sql("'available_time'", yaml.availableTime()),
        delay == null ? Duration.ZERO : delay,
        Optional.ofNullable(yaml.ttl()),
        yaml.boundary());
  }

  private List<String> timeKeys() {
    List<String> keys = new ArrayList<>();
    if (yaml.availableTime() != null) {
      keys.add("available_time");
    }
    if (yaml.publishDelay() != null) {
      keys.add("publish_delay");
    }
    if (yaml.ttl() != null) {
      keys.add("ttl");
    }
    return keys;
  }

  private List<Feature> features(EventTimes times) {
    if (yaml.features().isEmpty()) {
      add(
          "view '%s' has no features: name at least one under 'features'."
              .formatted(yaml.featureView()));
    }
    boolean timed = times.eventTime().isPresent() || yaml.eventTime() != null;
    Map<String, EventFeature> events = new LinkedHashMap<>();
    yaml.features()
        .forEach(
            (name, feature) -> {
              if (feature.ratio() == null) {
                new FeatureParser(name, feature, problems)
                    .parse(timed)
                    .ifPresent(parsed -> events.put(name, parsed));
              }
            });
    List<Feature> features = new ArrayList<>();
    yaml.features()
        .forEach(
            (name, feature) -> {
              if (feature.ratio() == null) {
                Optional.ofNullable(events.get(name)).ifPresent(features::add);
              } else {
                new RatioParser(name, feature, yaml.features(), problems)
                    .parse(events)
                    .ifPresent(features::add);
              }
            });
    return features;
  }

  private void checkNames(Entity entity) {
    FeatureYaml asOf = yaml.features().get(FeatureTables.AS_OF);
    if (asOf != null) {
      problems.add(
          asOf.location(),
          "feature name '%s' is not allowed: the table of the view's values has that column already. Rename it."
              .formatted(FeatureTables.AS_OF));
    }
    for (String key : entity.keyNames()) {
      FeatureYaml feature = yaml.features().get(key);
      if (feature != null) {
        problems.add(
            feature.location(),
            "feature '%s' has the name of a key of entity '%s': rename it."
                .formatted(key, entity.name()));
      }
    }
  }

  private List<SqlText> keys(Entity entity) {
    for (String given : yaml.keys().keySet()) {
      if (!entity.keyNames().contains(given)) {
        add(
            "entity '%s' has no key '%s'.%s"
                .formatted(entity.name(), given, hint(given, entity.keyNames())));
      }
    }
    List<SqlText> keys = new ArrayList<>();
    for (String key : entity.keyNames()) {
      sql("key '" + key + "'", yaml.keys().getOrDefault(key, key)).ifPresent(keys::add);
    }
    return keys;
  }

  private List<String> sequence(TableName source) {
    if (yaml.sequence() != null) {
      List<String> columns =
          Arrays.stream(yaml.sequence().split(",", -1)).map(String::strip).toList();
      if (!columns.stream().allMatch(COLUMN.asMatchPredicate())) {
        add(
            "'sequence' '%s' is no list of columns: write their names, separated by commas."
                .formatted(yaml.sequence()));
        return List.of();
      }
      return columns;
    }
    SourceColumns known = sources.get(source);
    return known == null || yaml.eventTime() == null ? List.of() : known.keys();
  }

  private void checkColumns(SourceColumns known, List<Feature> features, List<String> sequence) {
    for (SqlText expression : expressions) {
      checkColumns(known, expression, null);
    }
    for (Feature feature : features) {
      if (feature instanceof EventFeature event) {
        event.inputs().forEach(sql -> checkColumns(known, sql, event.name()));
      }
    }
    for (String column : sequence) {
      checkColumns(known, SqlText.of("`" + column + "`"), null);
    }
  }

  private void checkColumns(SourceColumns known, SqlText sql, @Nullable String feature) {
    for (String column : sql.columns()) {
      if (!known.columns().contains(column)) {
        FeatureYaml at = feature == null ? null : yaml.features().get(feature);
        problems.add(
            at == null ? yaml.location() : at.location(),
            "'%s' has no column '%s', which '%s' uses.%s"
                .formatted(yaml.source(), column, sql, hint(column, known.columns())));
      }
    }
  }

  private Optional<SqlText> sql(String what, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<SqlText> sql = SqlText.parse(what, text, yaml.location(), problems);
    sql.ifPresent(expressions::add);
    return sql;
  }

  private void add(String message) {
    problems.add(yaml.location(), message);
  }

  private static String hint(String unknown, java.util.Collection<String> known) {
    return Problems.suggest(unknown, known);
  }
}
