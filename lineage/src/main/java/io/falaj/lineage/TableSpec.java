package io.falaj.lineage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * What a table is to look like: it is created so at its first write.
 *
 * @param name its name
 * @param schema its columns, keys and times first; all are kept nullable
 * @param partitionBy its partition columns, in order; empty for small tables taken whole
 * @param statsColumns the columns whose minima and maxima go to the log: never personal ones
 * @param description for people
 * @param properties table properties, beside those that every table has
 */
public record TableSpec(
    TableName name,
    StructType schema,
    List<String> partitionBy,
    List<String> statsColumns,
    String description,
    Map<String, String> properties) {

  /** The text of {@link DataInterval#toString()} that a row belongs to. */
  public static final String INTERVAL = "_interval";

  /** Partition column of tables kept by month: the DATE of the interval's first day. */
  public static final String INTERVAL_MONTH = "_interval_month";

  /** Partition column of tables kept by day: the DATE of the day. */
  public static final String INTERVAL_DAY = "_interval_day";

  /** Columns that tell who and when: no content checksum covers them. */
  public static final Set<String> NO_CONTENT =
      Set.of("_batch", "_ingested_at", "_run_id", "_computed_at");

  private static final String NOT_CHECKED = "falaj.notInChecksum";

  public TableSpec {
    partitionBy = List.copyOf(partitionBy);
    statsColumns = List.copyOf(statsColumns);
    properties = Map.copyOf(properties);
    List<String> columns = Arrays.asList(schema.fieldNames());
    for (String column : partitionBy) {
      if (!columns.contains(column)) {
        throw new IllegalArgumentException(
            "partition column %s of %s is not among its columns %s"
                .formatted(column, name, columns));
      }
    }
  }

  /** An unpartitioned table without column statistics. */
  public static TableSpec of(TableName name, StructType schema) {
    return new TableSpec(name, schema, List.of(), List.of(), "", Map.of());
  }

  public TableSpec partitionedBy(String... columns) {
    return new TableSpec(name, schema, List.of(columns), statsColumns, description, properties);
  }

  /** Whether a row's partition tells which interval it belongs to. */
  boolean isByInterval() {
    return partitionBy.contains(INTERVAL_DAY) || partitionBy.contains(INTERVAL_MONTH);
  }

  TableSpec withSchema(StructType columns) {
    return new TableSpec(name, columns, partitionBy, statsColumns, description, properties);
  }

  public TableSpec withStats(String... columns) {
    return new TableSpec(name, schema, partitionBy, List.of(columns), description, properties);
  }

  public TableSpec describedAs(String text) {
    return new TableSpec(name, schema, partitionBy, statsColumns, text, properties);
  }

  /** Leaves columns out of the content checksum: sketch bytes, clocks, run ids. */
  public TableSpec withoutChecksumOf(String... columns) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(NOT_CHECKED, String.join(",", columns));
    return new TableSpec(name, schema, partitionBy, statsColumns, description, more);
  }

  /**
   * Columns whose values are nearly all different: a dictionary of them would only be given up. It
   * is decided when the table is made; those that it does not have are passed over.
   */
  public TableSpec withoutDictionaryOf(String... columns) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    for (String column : columns) {
      if (!List.of(schema.fieldNames()).contains(column)) {
        continue;
      }
      more.put("parquet.enable.dictionary#" + column, "false");
    }
    return new TableSpec(name, schema, partitionBy, statsColumns, description, more);
  }

  Set<String> notInChecksum() {
    Set<String> names = new LinkedHashSet<>(NO_CONTENT);
    String more = properties.getOrDefault(NOT_CHECKED, "");
    if (!more.isEmpty()) {
      names.addAll(List.of(more.split(",", -1)));
    }
    return names;
  }
}
