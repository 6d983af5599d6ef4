package io.falaj.lineage;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A table's name within a lake: its zone and its name there, written {@code zone.table}.
 *
 * @param zone the zone
 * @param table matches {@code [a-z][a-z0-9_]*}
 */
public record TableName(Zone zone, String table) implements Comparable<TableName> {

  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]*");

  public TableName {
    if (!TABLE.matcher(table).matches()) {
      throw new FalajException.Configuration(
          "Table name '%s' is not allowed: names match [a-z][a-z0-9_]*. Rename it."
              .formatted(table));
    }
  }

  /**
   * Reads {@code zone.table}.
   *
   * @throws FalajException.Configuration if it has another shape or names no zone
   */
  public static TableName parse(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length == 2) {
      for (Zone zone : Zone.values()) {
        if (zone.folder().equals(parts[0])) {
          return new TableName(zone, parts[1]);
        }
      }
    }
    throw new FalajException.Configuration(
        "'%s' names no table: write zone.table, where zone is one of %s."
            .formatted(
                text, String.join(", ", Arrays.stream(Zone.values()).map(Zone::folder).toList())));
  }

  @Override
  public int compareTo(TableName other) {
    int byZone = zone.compareTo(other.zone);
    return byZone != 0 ? byZone : table.compareTo(other.table);
  }

  @Override
  public String toString() {
    return zone.folder() + "." + table;
  }
}
