package io.falaj.lineage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * PostgreSQL, from version 12 on: the driver's transaction exports its snapshot and every task
 * imports it, so that all ranges show one state of the table. Values become text in the server,
 * since only it has text for all of them: decimals without bounds, infinite dates, its users' own
 * types.
 */
record PostgresDialect() implements JdbcDialect {

  /** Text that does not depend on who asks; and what holds the snapshot may sit idle. */
  private static final List<String> SETTINGS =
      List.of(
          "SET LOCAL timezone = 'UTC'",
          "SET LOCAL datestyle = 'ISO'",
          "SET LOCAL intervalstyle = 'iso_8601'",
          "SET LOCAL extra_float_digits = 1",
          "SET LOCAL idle_in_transaction_session_timeout = 0");

  /** A place's bits below the number of its block; a block has fewer rows than that. */
  private static final int OFFSETS = 1 << 16;

  @Override
  public Map<String, String> properties(Duration timeout) {
    long seconds = timeout.toSeconds();
    return Map.of(
        "ApplicationName",
        "falaj",
        "connectTimeout",
        Long.toString(Math.min(seconds, 10)),
        "loginTimeout",
        Long.toString(Math.min(seconds, 30)),
        "tcpKeepAlive",
        "true");
  }

  @Override
  public Held hold(Connection connection, JdbcTable table, JdbcSource source) throws SQLException {
    Relation relation = relation(connection, table);
    List<String> settings = new ArrayList<>(SETTINGS);
    String millis = Long.toString(source.database().timeout().toMillis());
    settings.add("SET LOCAL statement_timeout = " + millis);
    settings.add("SET LOCAL lock_timeout = " + millis);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String setting : settings) {
        statement.execute(setting);
      }
      if (relation.lockable()) {
        // TRUNCATE and ALTER TABLE do not heed snapshots: they wait until this one is closed. The
        // lock comes first, since the first query is what takes the snapshot.
        statement.execute("LOCK TABLE " + table.sql() + " IN ACCESS SHARE MODE");
      }
      try (ResultSet found =
          statement.executeQuery(
              "SELECT pg_export_snapshot(), txid_current_snapshot()::text, current_database(),"
                  + " (SELECT system_identifier FROM pg_control_system()),"
                  + " (SELECT timeline_id FROM pg_control_checkpoint())")) {
        found.next();
        Fingerprint.Builder content =
            Fingerprint.builder("postgresql")
                .add("server", found.getString(4))
                .add("timeline", found.getString(5))
                .add("database", found.getString(3))
                .add("table", table.toString())
                .add("snapshot", found.getString(2));
        if (isElsewhere(connection, relation)) {
          // Of what is written there this server's transactions do not tell.
          content.add("reading", UUID.randomUUID().toString());
        }
        List<String> begin = new ArrayList<>();
        begin.add("SET TRANSACTION SNAPSHOT '" + found.getString(1) + "'");
        begin.addAll(settings);
        checkStored(connection, relation, table);
        return ranges(connection, relation, source.ranges(), content.build(), begin);
      }
    }
  }

  private record Relation(long oid, String kind) {
    boolean lockable() {
      return List.of("r", "p", "v").contains(kind);
    }
  }

  /**
   * A materialized view cannot be locked before the snapshot is taken, and one that is refreshed in
   * between would look empty: the snapshot knows another file than there is by now.
   */
  private static void checkStored(Connection connection, Relation relation, JdbcTable table)
      throws SQLException {
    if (!relation.kind().equals("m")) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1 FROM " + table.sql() + " LIMIT 0"); // locks it
      try (ResultSet found =
          statement.executeQuery(
              "SELECT relfilenode = pg_relation_filenode(oid) FROM pg_class WHERE oid = "
                  + relation.oid())) {
        if (!found.next() || !found.getBoolean(1)) {
          throw new SQLException("it was refreshed just now", "40001");
        }
      }
    }
  }

  /**
   * Whether rows come from outside the server: a foreign table is one of its partitions, or below
   * its views. A materialized view has rows of its own.
   */
  private static boolean isElsewhere(Connection connection, Relation relation) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "WITH RECURSIVE tree(oid) AS (SELECT CAST(? AS oid) UNION SELECT below FROM ("
                + "SELECT inhparent AS above, inhrelid AS below FROM pg_inherits UNION"
                + " SELECT ev_class, refobjid FROM pg_rewrite r JOIN pg_class v ON v.oid = ev_class"
                + " JOIN pg_depend d ON d.classid = CAST('pg_rewrite' AS regclass)"
                + " AND d.objid = r.oid AND d.refclassid = CAST('pg_class' AS regclass)"
                + " WHERE v.relkind = 'v') edges JOIN tree ON above = tree.oid)"
                + " SELECT 1 FROM tree JOIN pg_class c ON c.oid = tree.oid WHERE relkind = 'f'")) {
      statement.setLong(1, relation.oid());
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  private static Relation relation(Connection connection, JdbcTable table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT oid, relkind FROM pg_class WHERE oid = to_regclass(?)")) {
      statement.setString(1, table.sql());
      try (ResultSet found = statement.executeQuery()) {
        if (!found.next()) {
          throw new SQLException("relation " + table + " does not exist", "42P01");
        }
        return new Relation(found.getLong(1), found.getString(2));
      }
    }
  }

  /**
   * Ranges of blocks, which have the same size however the keys lie; of a view or of what is stored
   * in another way, one.
   */
  private static Held ranges(
      Connection connection, Relation relation, int ranges, Fingerprint content, List<String> begin)
      throws SQLException {
    List<Long> blocks = new ArrayList<>();
    boolean heaps = true;
    try (PreparedStatement statement =
        connection.prepareStatement(
            "WITH RECURSIVE tree(oid) AS (SELECT CAST(? AS oid) UNION"
                + " SELECT inhrelid FROM pg_inherits JOIN tree ON inhparent = tree.oid)"
                + " SELECT amname = 'heap', pg_relation_size(c.oid)"
                + " / CAST(current_setting('block_size') AS bigint)"
                + " FROM tree JOIN pg_class c ON c.oid = tree.oid LEFT JOIN pg_am a ON a.oid = relam"
                + " WHERE relkind <> 'p'")) {
      statement.setLong(1, relation.oid());
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          heaps &= found.getBoolean(1);
          blocks.add(found.getLong(2));
        }
      }
    }
    if (!heaps) {
      return new Held(content, begin, List.of("1 = 1"), Optional.empty());
    }
    String place =
        "((ctid::text::point)[0]::bigint * %d + (ctid::text::point)[1]::bigint)::text"
            .formatted(OFFSETS);
    return new Held(
        content,
        begin,
        BlockRanges.of(blocks, ranges).stream().map(PostgresDialect::condition).toList(),
        // In each of several tables the places are counted anew.
        Optional.of(blocks.size() == 1 ? place : "tableoid::text || ':' || " + place));
  }

  private static String condition(BlockRanges.Range range) {
    List<String> bounds = new ArrayList<>();
    range.from().ifPresent(block -> bounds.add("ctid >= '(" + block + ",0)'::tid"));
    range.to().ifPresent(block -> bounds.add("ctid < '(" + block + ",0)'::tid"));
    return bounds.isEmpty() ? "1 = 1" : String.join(" AND ", bounds);
  }

  @Override
  public String text(JdbcColumn column, String value) {
    return switch (column.sqlType()) {
      case Types.BINARY -> "translate(encode(" + value + ", 'base64'), E'\\n', '')";
      case Types.TIMESTAMP_WITH_TIMEZONE -> "(" + value + " AT TIME ZONE 'UTC')::text";
      case Types.ARRAY, Types.STRUCT -> "to_json(" + value + ")::text";
      default -> "(" + value + ")::text";
    };
  }

  @Override
  public boolean hasText(JdbcColumn column) {
    return true;
  }

  @Override
  public boolean hasTimes(JdbcColumn column) {
    return switch (column.sqlType()) {
      case Types.DATE, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> true;
      default -> false;
    };
  }

  @Override
  public String finite(String value) {
    return value + "::text NOT IN ('infinity', '-infinity', 'NaN', 'Infinity', '-Infinity')";
  }
}
