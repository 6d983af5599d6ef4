package io.falaj.lineage;

import io.falaj.lineage.config.Problems;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as its database's catalog has it.
 *
 * @param quote what the database puts around names
 */
record JdbcTable(@Nullable String schema, String name, String quote) {

  private static final String[] KINDS = {
    "TABLE", "BASE TABLE", "PARTITIONED TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE"
  };

  /**
   * Finds a source's table.
   *
   * @throws FalajException.Configuration if there is none of the name
   */
  static JdbcTable find(Connection connection, JdbcSource source) throws SQLException {
    int dot = source.table().lastIndexOf('.');
    String schema = dot < 0 ? connection.getSchema() : source.table().substring(0, dot);
    String name = source.table().substring(dot + 1);
    DatabaseMetaData catalog = connection.getMetaData();
    String escape = catalog.getSearchStringEscape();
    if (names(connection, schema, escaped(name, escape)).contains(name)) {
      return new JdbcTable(schema, name, catalog.getIdentifierQuoteString().strip());
    }
    throw new FalajException.Configuration(
        "The database %s shows %s no table %s%s.%s Mend the source's 'table', or grant the user SELECT on it."
            .formatted(
                source.database().location(),
                source.database().user(),
                schema == null ? "" : schema + ".",
                name,
                Problems.suggest(name, names(connection, schema, "%"))));
  }

  private static List<String> names(Connection connection, @Nullable String schema, String pattern)
      throws SQLException {
    DatabaseMetaData catalog = connection.getMetaData();
    String schemas = schema == null ? null : escaped(schema, catalog.getSearchStringEscape());
    List<String> names = new ArrayList<>();
    try (ResultSet found =
        catalog.getTables(connection.getCatalog(), schemas, pattern, KINDS.clone())) {
      while (found.next()) {
        names.add(found.getString("TABLE_NAME"));
      }
    }
    return names;
  }

  private static String escaped(String name, String escape) {
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }

  /** The table in a statement. */
  String sql() {
    return schema == null ? quoted(name) : quoted(schema) + "." + quoted(name);
  }

  /** A name in a statement. */
  String quoted(String identifier) {
    return quote + identifier.replace(quote, quote + quote) + quote;
  }

  /** The columns in the table's order; one of a domain has the type beneath it. */
  List<JdbcColumn> columns(Connection connection) throws SQLException {
    List<JdbcColumn> columns = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + sql() + " WHERE 1 = 0")) {
      ResultSetMetaData described = none.getMetaData();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        String type = described.getColumnTypeName(i);
        columns.add(
            new JdbcColumn(
                described.getColumnName(i),
                type,
                // PostgreSQL's driver calls both kinds of timestamps by one number.
                type.equals("timestamptz")
                    ? Types.TIMESTAMP_WITH_TIMEZONE
                    : described.getColumnType(i)));
      }
    }
    return columns;
  }

  @Override
  public String toString() {
    return schema == null ? name : schema + "." + name;
  }
}
