package io.falaj.features;

import io.falaj.lineage.config.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * What features are about.
 *
 * @param name the entity's name
 * @param keys the join keys in declared order, which is part of how rows are spread over buckets;
 *     none for features that are the same for every label
 * @param buckets how many buckets its feature tables have; 1 without keys
 */
public record Entity(String name, List<Key> keys, int buckets) {

  private static final int MOST_BUCKETS = 100_000;

  /** Types whose values hash, compare and cast alike whatever the session's settings. */
  private static final Set<DataType> SIMPLE =
      Set.of(
          DataTypes.StringType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.BooleanType);

  /**
   * A join key.
   *
   * @param name the column's name in feature tables
   * @param type its type; labels and events are cast to it
   */
  public record Key(String name, DataType type) {}

  public Entity {
    keys = List.copyOf(keys);
  }

  public List<String> keyNames() {
    return keys.stream().map(Key::name).toList();
  }

  /** The checked entity; what is wrong is added to the problems, with its place. */
  public static Optional<Entity> parse(EntityYaml yaml, Problems problems) {
    int before = problems.messages().size();
    Names.check("entity", yaml.entity(), yaml.location(), problems);
    if (yaml.buckets() < 1 || yaml.buckets() > MOST_BUCKETS) {
      problems.add(
          yaml.location(),
          "'buckets' of entity '%s' must be between 1 and %d, not %d."
              .formatted(yaml.entity(), MOST_BUCKETS, yaml.buckets()));
    }
    List<Key> keys = new ArrayList<>();
    for (Map.Entry<String, String> key : yaml.keys().entrySet()) {
      Names.checkKey(key.getKey(), yaml.location(), problems);
      type(key.getValue())
          .ifPresentOrElse(
              type -> keys.add(new Key(key.getKey(), type)),
              () ->
                  problems.add(
                      yaml.location(),
                      ("key '%s' of entity '%s' has type '%s': a key is a string, a whole number,"
                              + " a date, a timestamp, a boolean or a decimal.")
                          .formatted(key.getKey(), yaml.entity(), key.getValue())));
    }
    return problems.messages().size() > before
        ? Optional.empty()
        : Optional.of(new Entity(yaml.entity(), keys, keys.isEmpty() ? 1 : yaml.buckets()));
  }

  private static Optional<DataType> type(String ddl) {
    try {
      DataType type = CatalystSqlParser$.MODULE$.parseDataType(ddl.toLowerCase(Locale.ROOT));
      boolean allowed = SIMPLE.contains(type) || type instanceof DecimalType;
      return allowed ? Optional.of(type) : Optional.empty();
    } catch (Exception e) {
      if (!(e instanceof ParseException)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
