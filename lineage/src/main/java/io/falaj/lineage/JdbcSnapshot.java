package io.falaj.lineage;

import static java.util.stream.Collectors.joining;

import io.falaj.lineage.config.Problems;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What a table of a database holds at one moment. On PostgreSQL everything that is read of it, by
 * however many connections and however often, is of that moment until it is closed; TRUNCATE and
 * ALTER TABLE wait until then. On other databases it is read by one connection in one statement,
 * and reading twice shows two moments.
 */
public final class JdbcSnapshot implements SourceSnapshot {

  private final SparkSession session;
  private final JdbcSource source;
  private final Connection connection;
  private final JdbcTable table;
  private final JdbcDialect.Held held;
  private final List<JdbcColumn> columns;
  private final @Nullable JdbcColumn watermark;
  private final @Nullable String highest;

  private JdbcSnapshot(SparkSession session, JdbcSource source, Connection connection)
      throws SQLException {
    this.session = session;
    this.source = source;
    this.connection = connection;
    this.table = JdbcTable.find(connection, source);
    this.held = source.database().dialect().hold(connection, table, source);
    this.columns = table.columns(connection);
    if (source.watermark().isPresent()) {
      this.watermark = column(source.watermark().get().column());
      JdbcWatermark.check(table, watermark, source.watermark().get());
      this.highest = highest(watermark);
    } else {
      this.watermark = null;
      this.highest = null;
    }
  }

  /**
   * Takes a snapshot.
   *
   * @throws FalajException.Configuration if the database, the table or the watermark is not there,
   *     or the user may not read it
   * @throws FalajException.Transient if the server does not answer in time
   */
  static JdbcSnapshot take(SparkSession session, JdbcSource source) {
    Connection connection = source.database().open();
    try {
      return new JdbcSnapshot(session, source, connection);
    } catch (SQLException e) {
      close(connection);
      throw JdbcFailure.of(
          source.database(),
          "read table %s of %s".formatted(source.table(), source.database().location()),
          e);
    } catch (RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  /**
   * What the snapshot is as an input of a step. Its identity is made of the server, its database,
   * the table and the transactions that were visible, so it is the same as long as nothing is
   * written there; of foreign tables, and of databases other than PostgreSQL, it is always another.
   */
  @Override
  public StepInput input() {
    return new StepInput(
        StepInput.JDBC, source.database().location() + "." + table, held.content().hex());
  }

  /** The table's columns, in its order. */
  public List<JdbcColumn> columns() {
    return List.copyOf(columns);
  }

  @Override
  public Since since(String earlier) {
    return watermark == null ? Since.ALL : Since.CHANGES;
  }

  @Override
  public List<String> names() {
    return columns.stream().map(JdbcColumn::name).toList();
  }

  @Override
  public boolean hasTimes(String name) {
    return source.database().dialect().hasTimes(column(name));
  }

  /**
   * The highest value of the watermark as text, infinite ones left out; nothing where the source
   * has no watermark or the table no value of it.
   */
  @Override
  public Optional<String> position() {
    return Optional.ofNullable(highest);
  }

  /**
   * The identity of a row is the snapshot's, its key's values as a JSON array of texts, and its
   * place in the table, with colons between. Of rows {@code since} a position those are left out
   * whose watermark lies more than the overlap below; those without a value never are.
   *
   * @throws FalajException.Configuration if there is no such column, or no text for its type
   * @throws FalajException.Transient while rows are read, if the server ends or the snapshot is
   *     closed
   */
  @Override
  public Dataset<Row> rows(SnapshotQuery query) {
    List<String> selected = new ArrayList<>();
    query.columns().forEach(name -> selected.add(text(name)));
    query.keys().forEach(name -> selected.add(text(name)));
    held.place().ifPresent(selected::add);
    List<String> conditions = new ArrayList<>();
    List<Serializable> parameters = new ArrayList<>();
    query.since().ifPresent(seen -> since(seen, conditions, parameters));
    query.times().ifPresent(times -> within(times, conditions, parameters));
    String select = "SELECT %s FROM %s WHERE ".formatted(String.join(", ", selected), table.sql());
    String where = conditions.stream().map(condition -> " AND " + condition).collect(joining());
    List<JdbcScan> scans = new ArrayList<>();
    for (String condition : held.conditions()) {
      scans.add(
          new JdbcScan(
              source.database(),
              table.toString(),
              held.content().hex(),
              held.begin(),
              select + condition + where,
              parameters,
              query.columns().size(),
              query.keys().size(),
              source.fetchSize()));
    }
    return session.createDataFrame(
        new JavaSparkContext(session.sparkContext())
            .parallelize(scans, scans.size())
            .flatMap(JdbcRecords::open),
        Sources.text(query.columns()));
  }

  private void since(String seen, List<String> conditions, List<Serializable> parameters) {
    if (watermark == null) {
      throw new IllegalArgumentException("the source " + table + " has no watermark");
    }
    String value = table.quoted(watermark.name());
    conditions.add("(%s >= ? OR %s IS NULL)".formatted(value, value));
    parameters.add(JdbcWatermark.from(watermark, source.watermark().orElseThrow(), seen));
  }

  private void within(
      SnapshotQuery.Times times, List<String> conditions, List<Serializable> parameters) {
    JdbcColumn column = column(times.column());
    JdbcDialect dialect = source.database().dialect();
    String value = table.quoted(column.name());
    String within = "%s >= ? AND %s < ?".formatted(value, value);
    String untimed =
        times.untimed() ? " OR %s IS NULL OR NOT (%s)".formatted(value, dialect.finite(value)) : "";
    conditions.add("(" + within + untimed + ")");
    parameters.add(JdbcWatermark.at(column, times.within().start()));
    parameters.add(JdbcWatermark.at(column, times.within().end()));
  }

  private JdbcColumn column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FalajException.Configuration(
                    "Table %s of %s has no column '%s'.%s Mend the table, or the dataset's columns."
                        .formatted(
                            table,
                            source.database().location(),
                            name,
                            Problems.suggest(name, names()))));
  }

  private String text(String name) {
    JdbcColumn column = column(name);
    JdbcDialect dialect = source.database().dialect();
    if (!dialect.hasText(column)) {
      throw new FalajException.Configuration(
          "Column %s of table %s has type %s, of which no text is known. Leave it out of the dataset's columns, or make it text in a view."
              .formatted(name, table, column.type()));
    }
    return dialect.text(column, table.quoted(name));
  }

  private @Nullable String highest(JdbcColumn column) throws SQLException {
    JdbcDialect dialect = source.database().dialect();
    String value = table.quoted(column.name());
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT %s FROM %s WHERE %s"
                    .formatted(
                        dialect.text(column, "max(" + value + ")"),
                        table.sql(),
                        dialect.finite(value)))) {
      found.next();
      return JdbcText.read(found, 1, found.getMetaData().getColumnType(1));
    }
  }

  @Override
  public void close() {
    close(connection);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) { // the server has let go of it by itself
      return;
    }
  }
}
