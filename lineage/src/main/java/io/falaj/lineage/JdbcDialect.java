package io.falaj.lineage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What databases do each in their own way. */
sealed interface JdbcDialect permits PostgresDialect, PlainDialect {

  /** The way of the database that an url names. */
  static JdbcDialect of(String url) {
    return url.startsWith("jdbc:postgresql:") ? new PostgresDialect() : new PlainDialect();
  }

  /** What the driver is told so that nothing waits for ever. */
  Map<String, String> properties(Duration timeout);

  /** Keeps what the table holds now, as long as the connection is open. */
  Held hold(Connection connection, JdbcTable table, JdbcSource source) throws SQLException;

  /**
   * An expression in SQL for a column's value: text, or something that {@link JdbcText} makes text
   * of.
   *
   * @param value the column, or an expression of its type
   */
  String text(JdbcColumn column, String value);

  /** Whether a column has text. */
  boolean hasText(JdbcColumn column);

  /** Whether a column's values compare with an instant, in UTC where they have no zone. */
  boolean hasTimes(JdbcColumn column);

  /** A condition in SQL that a value is neither infinite nor no number. */
  String finite(String value);

  /**
   * What a table holds, kept.
   *
   * @param content equal for the same content of the same table only
   * @param begin statements that a connection starts with to see the same content
   * @param conditions in SQL; every row meets exactly one of them
   * @param place an expression in SQL, text that ends in a number, and different for every row; if
   *     there is none, there is one condition
   */
  record Held(
      Fingerprint content, List<String> begin, List<String> conditions, Optional<String> place) {}
}
