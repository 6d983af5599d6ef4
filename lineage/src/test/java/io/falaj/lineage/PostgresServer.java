package io.falaj.lineage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A PostgreSQL server of the tests' own, which can be killed; its user reader needs a password. */
public final class PostgresServer implements AutoCloseable {

  public static final String PASSWORD = "Khareef-77-in-Salalah";

  private final Path data;
  private EmbeddedPostgres server;

  public PostgresServer(Path folder) {
    this.data = folder.resolve("data");
    this.server = start(0);
    run("CREATE ROLE reader LOGIN PASSWORD '" + PASSWORD + "'");
    run("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader");
  }

  private EmbeddedPostgres start(int port) {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(true)
              .setPGStartupWait(Duration.ofMinutes(1))
              .setDataDirectoryCustomizer(PostgresServer::askReaderForPassword)
              // Nothing but the tests writes: what is the same stays the same.
              .setServerConfig("autovacuum", "off");
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IOException | RuntimeException e) {
      throw new IllegalStateException(
          "PostgreSQL does not start. As root it needs user namespaces (does 'unshare -U true' work?):"
              + " allow them with sysctl user.max_user_namespaces, or run the tests as another user.",
          e);
    }
  }

  private static void askReaderForPassword(File data) {
    try {
      Files.writeString(
          data.toPath().resolve("pg_hba.conf"),
          """
          host all reader 127.0.0.1/32 scram-sha-256
          host all all 127.0.0.1/32 trust
          host all all ::1/128 trust
          """);
      Files.writeString(
          data.toPath().resolve("postgresql.auto.conf"), "password_encryption = 'scram-sha-256'\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
  }

  /** The server as its user reader sees it. */
  public JdbcDatabase database() {
    return new JdbcDatabase(url(), "reader", PASSWORD, Duration.ofSeconds(60));
  }

  /** A connection of its owner. */
  public Connection open() throws SQLException {
    return server.getPostgresDatabase().getConnection();
  }

  public void run(String sql) {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public String value(String sql) {
    try (Connection connection = open();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Kills all its processes, as a machine that loses its power does. */
  public void kill() {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> backends = postmaster.descendants().toList();
      postmaster.destroyForcibly();
      backends.forEach(ProcessHandle::destroyForcibly);
      backends.forEach(backend -> backend.onExit().join());
      postmaster.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again where it was, after it was killed. */
  public void restart() throws IOException {
    int port = server.getPort();
    server.close();
    server = start(port);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
