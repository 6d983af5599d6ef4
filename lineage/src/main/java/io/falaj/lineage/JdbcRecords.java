package io.falaj.lineage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** The rows of one range, by a connection that lives as long as its task. */
final class JdbcRecords implements Iterator<Row> {

  private final JdbcScan scan;
  private final ResultSet rows;
  private final int[] types;
  private long ordinal;
  private boolean ahead;

  private JdbcRecords(JdbcScan scan, ResultSet rows) throws SQLException {
    this.scan = scan;
    this.rows = rows;
    ResultSetMetaData described = rows.getMetaData();
    this.types = new int[described.getColumnCount()];
    for (int i = 0; i < types.length; i++) {
      types[i] = described.getColumnType(i + 1);
    }
    this.ahead = rows.next();
  }

  /**
   * Starts to read, within a task.
   *
   * @throws FalajException.Transient now or on the way, if the server does not answer or has lost
   *     the snapshot
   */
  @SuppressWarnings("resource") // the task closes the connection, and that closes the rest
  static JdbcRecords open(JdbcScan scan) {
    Connection connection = scan.database().open();
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close(connection));
    begin(scan, connection);
    try {
      PreparedStatement statement = connection.prepareStatement(scan.query());
      statement.setFetchSize(scan.fetchSize());
      statement.setQueryTimeout(scan.database().patience());
      for (int i = 0; i < scan.parameters().size(); i++) {
        statement.setObject(i + 1, scan.parameters().get(i));
      }
      return new JdbcRecords(scan, statement.executeQuery());
    } catch (SQLException e) {
      throw JdbcFailure.of(scan.database(), scan.doing(), e);
    }
  }

  /** Rows come in portions within a transaction only. */
  private static void begin(JdbcScan scan, Connection connection) {
    try {
      if (!scan.begin().isEmpty()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      }
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String sql : scan.begin()) {
          statement.execute(sql);
        }
      }
    } catch (SQLException e) {
      throw JdbcFailure.ofSnapshot(scan.database(), scan.doing(), e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) { // the rows are there, or what failed before is what is to be told
      return;
    }
  }

  @Override
  public boolean hasNext() {
    return ahead;
  }

  @Override
  public Row next() {
    if (!ahead) {
      throw new NoSuchElementException(scan.table());
    }
    try {
      @Nullable String[] texts = new @Nullable String[types.length];
      for (int i = 0; i < types.length; i++) {
        texts[i] = JdbcText.read(rows, i + 1, types[i]);
      }
      Row row = row(texts);
      ordinal++;
      ahead = rows.next();
      return row;
    } catch (SQLException e) {
      throw JdbcFailure.of(scan.database(), scan.doing(), e);
    }
  }

  private Row row(@Nullable String[] texts) {
    int columns = scan.columns();
    int keyEnd = columns + scan.keys();
    String key = Json.write(Arrays.asList(Arrays.copyOfRange(texts, columns, keyEnd)));
    // Tells rows apart whose key is not one: within the single range of a table without places, by
    // their order.
    String place = keyEnd < texts.length ? texts[keyEnd] : Long.toString(ordinal);
    @Nullable Object[] values = new @Nullable Object[columns + 4];
    System.arraycopy(texts, 0, values, 0, columns);
    values[columns] = scan.snapshot() + ":" + key + ":" + place;
    values[columns + 1] = scan.table();
    return RowFactory.create(values);
  }
}
