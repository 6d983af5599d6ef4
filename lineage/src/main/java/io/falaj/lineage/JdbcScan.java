package io.falaj.lineage;

import java.io.Serializable;
import java.util.List;

/**
 * What a task reads: one range of a table, as its snapshot holds it.
 *
 * @param table for messages
 * @param snapshot its identity
 * @param begin statements that bring a connection to the snapshot
 * @param query the columns, the key's columns, and the place if there is one
 * @param parameters of the query, in order
 * @param columns how many
 * @param keys how many
 */
record JdbcScan(
    JdbcDatabase database,
    String table,
    String snapshot,
    List<String> begin,
    String query,
    List<Serializable> parameters,
    int columns,
    int keys,
    int fetchSize)
    implements Serializable {

  JdbcScan {
    begin = List.copyOf(begin);
    parameters = List.copyOf(parameters);
  }

  String doing() {
    return "read table %s of %s".formatted(table, database.location());
  }
}
