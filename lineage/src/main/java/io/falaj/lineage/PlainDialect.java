package io.falaj.lineage;

import java.sql.Connection;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A database of which no more is known than SQL and JDBC say: it cannot show several connections
 * one state, so a table is read by one connection in one statement, and every reading counts as
 * another content.
 */
record PlainDialect() implements JdbcDialect {

  private static final Set<Integer> WITH_TEXT =
      Set.of(
          Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB,
          Types.SQLXML,
          Types.BOOLEAN,
          Types.BIT,
          Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.NUMERIC,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DATE,
          Types.TIME,
          Types.TIMESTAMP,
          Types.TIMESTAMP_WITH_TIMEZONE,
          Types.BINARY,
          Types.VARBINARY,
          Types.LONGVARBINARY,
          Types.BLOB);

  @Override
  public Map<String, String> properties(Duration timeout) {
    return Map.of(); // each driver calls them otherwise, and some refuse what they do not know
  }

  @Override
  public Held hold(Connection connection, JdbcTable table, JdbcSource source) {
    Fingerprint content =
        Fingerprint.builder("jdbc")
            .add("database", source.database().location())
            .add("table", table.toString())
            .add("reading", java.util.UUID.randomUUID().toString())
            .build();
    return new Held(content, List.of(), List.of("1 = 1"), Optional.empty());
  }

  @Override
  public String text(JdbcColumn column, String value) {
    return value;
  }

  @Override
  public boolean hasText(JdbcColumn column) {
    return WITH_TEXT.contains(column.sqlType());
  }

  @Override
  public boolean hasTimes(JdbcColumn column) {
    return false; // what a driver makes of an instant is its own affair
  }

  @Override
  public String finite(String value) {
    return value + " IS NOT NULL";
  }
}
