package io.falaj.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What databases refuse, take too long for, or lose; and databases of which less is known. */
final class JdbcFailureTest extends PostgresTables {
  @Test
  void whatIsNotThereIsToldByNameWithARemedy() {
    server.run("CREATE TABLE orders (id int, total numeric)");
    server.run("CREATE TABLE hidden (id int)");
    server.run("REVOKE SELECT ON hidden FROM reader");
    assertThatThrownBy(() -> take(source("ordes")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The database %s shows reader no table public.ordes. Did you mean 'orders'? Mend the"
                + " source's 'table', or grant the user SELECT on it.",
            server.url());
    assertThatThrownBy(() -> take(source("nowhere.orders")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessageContaining("shows reader no table nowhere.orders. Mend");
    assertThatThrownBy(() -> take(source("hidden")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Cannot read table hidden of %s: ERROR: permission denied for table hidden. Grant reader"
                + " SELECT on the table.",
            server.url());
    try (JdbcSnapshot snapshot = take(source("orders"))) {
      assertThatThrownBy(() -> snapshot.rows(SnapshotQuery.of(List.of("totl"), List.of("id"))))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessage(
              "Table public.orders of %s has no column 'totl'. Did you mean 'total'? Mend the table,"
                  + " or the dataset's columns.",
              server.url());
    }
    assertThatThrownBy(() -> take(of(server.url(), "reader", "wrong")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Cannot open %s: FATAL: password authentication failed for user \"reader\". Mend what the"
                + " source's 'user' and 'password' refer to.",
            server.url());
    String other = server.url().replaceFirst("/postgres$", "/elsewhere");
    assertThatThrownBy(() -> take(of(other, "reader", PostgresServer.PASSWORD)))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "Cannot open %s: FATAL: database \"elsewhere\" does not exist. Mend the source's"
                + " definition.",
            other);
    assertThatThrownBy(() -> take(of("jdbc:nodb://host/x?a=b", "u", "p")))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "No JDBC driver on the class path knows jdbc:nodb://host/x. PostgreSQL's comes with"
                + " Falaj; give the jar of another with --jars, or mend the url.");
  }

  private JdbcSource of(String url, String user, String password) {
    return JdbcSource.of(new JdbcDatabase(url, user, password, Duration.ofSeconds(2)), "orders");
  }

  @Test
  void nobodyWaitsForEver() throws Exception {
    int port;
    try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
      port = silent.getLocalPort();
      String url = "jdbc:postgresql://127.0.0.1:" + port + "/x";
      assertThatThrownBy(() -> take(of(url, "reader", "p")))
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageStartingWith("Cannot open " + url + ": ")
          .hasMessageEndingWith("Look after the server and run again: nothing was taken.");
    }
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/x";
    assertThatThrownBy(() -> take(of(url, "reader", "p")))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageStartingWith("Cannot open " + url + ": Connection to 127.0.0.1:");
    server.run("CREATE TABLE locked (id int)");
    JdbcDatabase hasty =
        new JdbcDatabase(server.url(), "reader", PostgresServer.PASSWORD, Duration.ofSeconds(1));
    try (Connection connection = server.open();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
      assertThatThrownBy(() -> take(JdbcSource.of(hasty, "locked")))
          .isInstanceOf(FalajException.Transient.class)
          .hasMessageMatching(
              "Cannot read table locked of .*: ERROR: canceling statement due to (lock|statement) timeout\\..*");
    }
    server.run("INSERT INTO locked VALUES (1)");
    server.run("CREATE VIEW slow AS SELECT id, pg_sleep(30)::text AS z FROM locked");
    try (JdbcSnapshot snapshot = take(JdbcSource.of(hasty, "slow"))) {
      assertThatThrownBy(
              () -> snapshot.rows(SnapshotQuery.of(List.of("z"), List.of("id"))).collectAsList())
          .rootCause()
          .isInstanceOf(FalajException.Transient.class)
          .hasMessage(
              "Cannot read table public.slow of %s: ERROR: canceling statement due to statement"
                  + " timeout. The source's timeout is 1 s: raise it, or run again when the server"
                  + " has less to do.",
              server.url());
    }
  }

  @Test
  void aSnapshotThatWasClosedIsGone() {
    server.run("CREATE TABLE closed AS SELECT 1 AS id");
    JdbcSnapshot snapshot = take(source("closed"));
    Dataset<Row> rows = snapshot.rows(SnapshotQuery.of(List.of("id"), List.of("id")));
    snapshot.close();
    assertThatThrownBy(rows::collectAsList)
        .rootCause()
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageStartingWith("Cannot read table public.closed of " + server.url())
        .hasMessageContaining(": its snapshot is gone (ERROR: ")
        .hasMessageEndingWith("Run again: nothing was taken, and a new snapshot will be.");
  }

  @Test
  void aServerThatIsKilledInTheMiddleIsTransientAndAfterwardsAllIsThere() throws IOException {
    server.run(
        "CREATE TABLE doomed AS SELECT i AS id, repeat('x', 200) AS t FROM generate_series(1, 5000) i");
    server.run("CHECKPOINT"); // it does not wait for its disk otherwise
    AtomicLong rows = new AtomicLong();
    onRead =
        () -> {
          if (rows.incrementAndGet() == 1000) {
            server.kill();
          }
        };
    // Of two that read at once, the second may not even have begun.
    assertThatThrownBy(() -> ingest("doomed"))
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageMatching(
            "(Cannot read table public\\.doomed of|Cannot open) \\Q" + server.url() + "\\E: (?s).+")
        .hasMessageEndingWith("Look after the server and run again: nothing was taken.");
    assertThat(lake.exists(TestRows.RAW)).isFalse();
    onRead = () -> {};
    assertThatThrownBy(() -> ingest("doomed"))
        .as("the server is still down")
        .isInstanceOf(FalajException.Transient.class)
        .hasMessageStartingWith("Cannot open " + server.url() + ": Connection to 127.0.0.1:");
    server.restart();
    ingest("doomed");
    assertThat(lake.read(TestRows.RAW).select("id").distinct().count()).isEqualTo(5000);
    assertThat(lake.read(TestRows.RAW).count()).isEqualTo(5000);
  }

  /** What happens whenever a row was read. */
  private static volatile Runnable onRead = () -> {};

  private void ingest(String table) {
    try (JdbcSnapshot snapshot = take(source(table));
        Step step = lake.begin(TestRows.request(snapshot.input().identity(), DataInterval.WHOLE))) {
      Dataset<Row> rows =
          snapshot
              .rows(SnapshotQuery.of(List.of("id", "t"), List.of("id")))
              .filter(
                  (FilterFunction<Row>)
                      row -> {
                        onRead.run();
                        return true;
                      });
      step.replaceIntervals(TableSpec.of(TestRows.RAW, rows.schema()), rows).commit();
      step.commit();
    }
  }

  @Test
  void thePasswordIsNowhere() {
    server.run("CREATE TABLE secret AS SELECT 1 AS id");
    String password = PostgresServer.PASSWORD;
    assertThat(source("secret").toString()).contains(server.url()).doesNotContain(password);
    String log;
    try (CapturedLog captured = CapturedLog.start();
        JdbcSnapshot snapshot = take(source("secret"))) {
      Dataset<Row> rows = snapshot.rows(SnapshotQuery.of(List.of("id"), List.of("id")));
      assertThat(rows.collectAsList()).hasSize(1);
      assertThat(rows.queryExecution().toString()).contains("Scan").doesNotContain(password);
      assertThat(rows.rdd().toDebugString()).doesNotContain(password);
      assertThat(snapshot.input().toString()).doesNotContain(password);
      log = captured.text();
    }
    assertThat(log).as("something was logged").contains("Finished task").doesNotContain(password);
    for (String url :
        List.of(
            server.url() + "?user=reader&password=" + password,
            server.url() + "?sslPassword=" + password,
            "jdbc:sqlserver://host;databaseName=x;pwd=" + password,
            "jdbc:postgresql://reader:" + password + "@host/x",
            "jdbc:db2://host:50000/x:password=" + password + ";",
            "jdbc:oracle:thin:reader/" + password + "@host:1521:x")) {
      assertThatThrownBy(() -> of(url, "reader", ""))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessage(
              "A database's url holds what looks like a password. Take it out, and give 'user' and"
                  + " 'password' as references.");
    }
    assertThat(of("jdbc:oracle:thin:@//host:1521/x", "u", "p").database().user()).isEqualTo("u");
    String none = server.url() + "x";
    assertThatThrownBy(() -> of(none, "postgres", "does not exist").database().open())
        .as("a server that repeats it")
        .hasMessage(
            "Cannot open %s: FATAL: database \"postgresx\" ***. Mend the source's definition.",
            none);
  }

  /** What a driver throws, of the two parts that a failure is told by. */
  private String told(String state, String message) {
    return String.valueOf(
        JdbcFailure.of(server.database(), "read", new SQLException(message, state)).getMessage());
  }

  @Test
  void noValueOfARowIsTold() {
    server.run("CREATE TABLE people (id int, name text)");
    server.run("INSERT INTO people VALUES (1, 'Ai\"sha''s 7'), (2, E'Aisha\nAli')");
    for (int id = 1; id <= 2; id++) {
      String view = "aged" + id;
      server.run(
          "CREATE VIEW " + view + " AS SELECT id, name::int AS age FROM people WHERE id = " + id);
      try (JdbcSnapshot snapshot = take(source(view))) {
        assertThatThrownBy(
                () ->
                    snapshot.rows(SnapshotQuery.of(List.of("age"), List.of("id"))).collectAsList())
            .rootCause()
            .isInstanceOf(FalajException.DataRefused.class)
            .hasMessageMatching(
                "Cannot read table public.%s of .*: ERROR: invalid input syntax for type integer:"
                        .formatted(view)
                    + " \"\u2026\"? \\(SQLSTATE 22P02\\)\\. A value cannot be computed there: mend it,"
                    + " or the view that computes it\\.");
      }
    }
    server.run(
        "CREATE FUNCTION angry(who text) RETURNS int LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION $$no % here$$, who; END'");
    server.run("CREATE VIEW raised AS SELECT id, angry(name) AS age FROM people");
    try (JdbcSnapshot snapshot = take(source("raised"))) {
      assertThatThrownBy(
              () -> snapshot.rows(SnapshotQuery.of(List.of("age"), List.of("id"))).collectAsList())
          .rootCause()
          .hasMessageContaining(": a function there raised an error of its own (SQLSTATE P0001). ")
          .hasMessageNotContaining("Ai");
    }
    assertThat(
            told(
                "23505",
                "ERROR: duplicate key value violates unique constraint \"people_name\"\n  Detail: Key"
                    + " (name)=(Aisha) already exists.\n  Where: PL/pgSQL function f(text)"))
        .startsWith(
            "Cannot read: ERROR: duplicate key value violates unique constraint \"\u2026 (SQLSTATE"
                + " 23505).");
    assertThat(told("S0001", "Conversion failed when converting the value 'Aisha' to int."))
        .startsWith(
            "Cannot read: Conversion failed when converting the value '\u2026' to int (SQLSTATE");
    assertThat(told("22012", "ERROR: division by zero"))
        .startsWith("Cannot read: ERROR: division by zero (SQLSTATE 22012). A value cannot");
    assertThat(told("42P01", "ERROR: relation \"orders\" does not exist\n  Position: 15"))
        .startsWith("Cannot read: ERROR: relation \"orders\" does not exist. Mend");
    assertThat(told("", "")).startsWith("Cannot read: no reason given. Look");
  }

  @Test
  void settingsOutOfBoundsAreRefused() {
    JdbcDatabase database = server.database();
    assertThatThrownBy(() -> new JdbcDatabase("postgresql://h/x", "u", "p", Duration.ofSeconds(1)))
        .hasMessage(
            "A database's url does not begin with jdbc:. Give one like"
                + " jdbc:postgresql://host:5432/database.");
    assertThatThrownBy(() -> new JdbcDatabase(server.url(), "u", "p", Duration.ofMillis(999)))
        .hasMessage("The timeout of %s is PT0.999S. Give one second to one day.", server.url());
    assertThatThrownBy(() -> new JdbcSource(database, "t", Optional.empty(), 0, 1))
        .isInstanceOf(FalajException.Configuration.class)
        .hasMessage(
            "The source t of %s has a fetch size of 0 and 1 ranges. Give 1 or more of each.",
            server.url());
    assertThatThrownBy(() -> JdbcSource.of(database, "public."))
        .hasMessageContaining("table is 'public.'. Give its name, or schema and name");
    assertThatThrownBy(() -> watermark("ts", Duration.ofSeconds(-1)))
        .hasMessage("The overlap of watermark ts is PT-1S. Give zero or more.");
  }

  @Test
  void anotherDatabaseIsReadByOneConnection() throws SQLException {
    String url = "jdbc:h2:mem:other;DB_CLOSE_DELAY=-1";
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE types (id int, n numeric(38,10), d double, f real, tz timestamp(6) with time"
              + " zone, ts timestamp(6), born date, bin varbinary, ok boolean, t varchar, l clob,"
              + " g geometry)");
      statement.execute(
          "INSERT INTO types VALUES (1, 1E10, 0.1, 0.1, '2013-03-10 01:59:59.123456-05',"
              + " '2013-03-10 06:59:59', '2013-03-10', X'00ff', true, 'x', 'long', 'POINT (1 2)'),"
              + " (2, NULL, 'NaN', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
    }
    JdbcDatabase database = new JdbcDatabase(url, "sa", "", Duration.ofSeconds(20));
    JdbcSource source =
        new JdbcSource(
            database,
            "TYPES",
            Optional.of(watermark("TZ", Duration.ZERO)),
            JdbcSource.FETCH_SIZE,
            JdbcSource.RANGES);
    try (JdbcSnapshot snapshot = take(source);
        JdbcSnapshot next = take(source)) {
      assertThat(
              texts(
                  snapshot,
                  Optional.empty(),
                  "ID",
                  "N",
                  "D",
                  "F",
                  "TZ",
                  "TS",
                  "BORN",
                  "BIN",
                  "OK",
                  "T",
                  "L"))
          .containsExactly(
              List.of(
                  "1",
                  "10000000000.0000000000",
                  "0.1",
                  "0.1",
                  "2013-03-10 06:59:59.123456",
                  "2013-03-10 06:59:59",
                  "2013-03-10",
                  "AP8=",
                  "true",
                  "x",
                  "long"),
              Arrays.asList("2", null, "NaN", null, null, null, null, null, null, null, null));
      assertThat(snapshot.position()).hasValue("2013-03-10 06:59:59.123456");
      assertThat(texts(snapshot, Optional.of("2013-03-11 00:00:00"), "ID"))
          .as("what has no watermark")
          .containsExactly(List.of("2"));
      assertThat(snapshot.input().name()).isEqualTo("jdbc:h2:mem:other.PUBLIC.TYPES");
      assertThat(snapshot.input()).as("it cannot tell").isNotEqualTo(next.input());
      assertThatThrownBy(() -> snapshot.rows(SnapshotQuery.of(List.of("G"), List.of("ID"))))
          .isInstanceOf(FalajException.Configuration.class)
          .hasMessage(
              "Column G of table PUBLIC.TYPES has type GEOMETRY, of which no text is known. Leave it"
                  + " out of the dataset's columns, or make it text in a view.");
    }
  }
}
