package io.falaj.lineage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.delta.TypeWidening;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What a table becomes when its definition changes: it gains columns, and in the zones of datasets
 * a column may take a wider type. Anything else is refused, before anything is written.
 *
 * <p>Widening is that of Delta's table feature {@code typeWidening}: files that are there stay as
 * they are, and are read as the wider type.
 *
 * @param schema all columns that the table then has, the old ones first
 * @param widens whether a column takes a wider type
 */
public record SchemaEvolution(StructType schema, boolean widens) {

  /** Zones whose columns are those of contracts: text in raw and quarantine, types in clean. */
  private static final Set<Zone> WIDENED = Set.of(Zone.RAW, Zone.CLEAN, Zone.QUARANTINE);

  /** Where Delta's protocol keeps the types that a column had. */
  private static final String TYPE_CHANGES = "delta.typeChanges";

  /**
   * Whether a column of the one type may become one of the other: every value of the one is a value
   * of the other, and files that hold the one are read as the other. So {@code int} to {@code
   * bigint}, to {@code double} or to a decimal of at least 10 digits before its point, {@code
   * bigint} to one of at least 20, {@code float} to {@code double}, and a decimal to one that has
   * no fewer digits on either side of its point; never {@code bigint} to {@code double}, which
   * rounds, nor a date to a timestamp, which would invent a time of day.
   */
  public static boolean widens(DataType was, DataType is) {
    return was instanceof AtomicType narrow
        && is instanceof AtomicType wide
        && !was.equals(is)
        && TypeWidening.isTypeChangeSupported(narrow, wide);
  }

  /**
   * Whether the log's least and greatest values are those of this type alone: 0.1 as a float is
   * logged as 0.1 and read as 0.10000000149 when it is a double, so that Delta would pass over the
   * file that has the greatest value.
   */
  public static boolean roundsStatistics(DataType was) {
    return was instanceof FloatType;
  }

  /**
   * What a table becomes.
   *
   * @param spec what it is to look like; in clean a column that is not nullable there cannot be new
   * @param now its columns
   * @param statistics those whose least and greatest values its log tells
   * @throws FalajException.Configuration with everything that cannot be
   */
  static SchemaEvolution of(TableSpec spec, StructType now, Collection<String> statistics) {
    Map<String, StructField> fields = new LinkedHashMap<>();
    Arrays.stream(now.fields()).forEach(field -> fields.put(field.name(), field));
    List<String> refused = new ArrayList<>();
    boolean widens = false;
    for (StructField wanted : spec.schema().fields()) {
      StructField existing = fields.get(wanted.name());
      DataType type = wanted.dataType().asNullable();
      if (existing == null) {
        if (spec.name().zone() == Zone.CLEAN && !wanted.nullable()) {
          refused.add(notNull(spec.name(), wanted));
        }
        fields.put(wanted.name(), new StructField(wanted.name(), type, true, wanted.metadata()));
      } else if (!existing.dataType().asNullable().equals(type)) {
        if (!WIDENED.contains(spec.name().zone()) || !widens(existing.dataType(), type)) {
          refused.add(otherType(spec.name(), existing, wanted));
        } else if (roundsStatistics(existing.dataType()) && statistics.contains(wanted.name())) {
          refused.add(rounded(spec.name(), existing, wanted));
        }
        widens = true;
        fields.put(wanted.name(), widened(existing, type));
      }
    }
    gone(spec, now).forEach(field -> refused.add(goneAway(spec.name(), field)));
    if (!refused.isEmpty()) {
      throw new FalajException.Configuration(String.join("\n", refused));
    }
    return new SchemaEvolution(new StructType(fields.values().toArray(new StructField[0])), widens);
  }

  private static StructField widened(StructField was, DataType type) {
    List<Metadata> changes = new ArrayList<>();
    if (was.metadata().contains(TYPE_CHANGES)) {
      changes.addAll(List.of(was.metadata().getMetadataArray(TYPE_CHANGES)));
    }
    changes.add(
        new MetadataBuilder()
            .putString("fromType", was.dataType().typeName())
            .putString("toType", type.typeName())
            .build());
    Metadata metadata =
        new MetadataBuilder()
            .withMetadata(was.metadata())
            .putMetadataArray(TYPE_CHANGES, changes.toArray(new Metadata[0]))
            .build();
    return new StructField(was.name(), type, was.nullable(), metadata);
  }

  /** Columns that a contract no longer has; those of our own begin with an underscore. */
  private static List<StructField> gone(TableSpec spec, StructType now) {
    List<String> kept = List.of(spec.schema().fieldNames());
    return spec.name().zone() != Zone.CLEAN
        ? List.of()
        : Arrays.stream(now.fields())
            .filter(field -> !field.name().startsWith("_") && !kept.contains(field.name()))
            .toList();
  }

  private static String otherType(TableName table, StructField was, StructField is) {
    return "Column %s of table %s is %s, and the definition now makes it %s. Give %s, or write to another lake."
        .formatted(
            is.name(),
            table,
            was.dataType().simpleString(),
            is.dataType().simpleString(),
            table.zone() == Zone.FEATURES
                ? "the feature view another version"
                : "the new one another name");
  }

  private static String rounded(TableName table, StructField was, StructField is) {
    return ("Column %s of table %s is %s, and the definition now makes it %s: its log tells the"
            + " least and greatest values of files as %s, and rows would be passed over. Give the"
            + " new one another name, or write to another lake.")
        .formatted(
            is.name(),
            table,
            was.dataType().simpleString(),
            is.dataType().simpleString(),
            was.dataType().simpleString());
  }

  private static String notNull(TableName table, StructField column) {
    return ("Column %s of table %s is not there, and the definition adds it as %s, not null: rows"
            + " that are there have no value of it. Make it nullable, or write to another lake.")
        .formatted(column.name(), table, column.dataType().simpleString());
  }

  private static String goneAway(TableName table, StructField column) {
    return ("Column %s of table %s is %s, and the definition has it no more. Keep it, nullable if"
            + " there is nothing to put in, or write to another lake.")
        .formatted(column.name(), table, column.dataType().simpleString());
  }
}
