package io.falaj.lineage;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A database outside the lake, and who asks it.
 *
 * @param url as its JDBC driver takes it, without user and password
 * @param user whom the server knows
 * @param password the secret itself: it is in no message, plan or event
 * @param timeout how long the server may take for one answer, in whole seconds, from 1 to a day
 */
public record JdbcDatabase(String url, String user, String password, Duration timeout)
    implements Serializable {

  /** What a server may take for an answer where nothing else is said. */
  public static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Seconds that a network may take longer than the server, which says why it took so long. */
  static final int GRACE = 5;

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)([?&;][^=&;]*|:[^=&;:/?]*)(password|passwd|pwd|secret|token)[^=&;:/?]*=|[^/:@]+[/:][^/:@]+@");

  /**
   * @throws FalajException.Configuration if the url holds a password, or is none
   */
  public JdbcDatabase {
    if (SECRET.matcher(url).find()) {
      throw new FalajException.Configuration(
          "A database's url holds what looks like a password. Take it out, and give 'user' and"
              + " 'password' as references.");
    }
    if (!url.startsWith("jdbc:")) {
      throw new FalajException.Configuration(
          "A database's url does not begin with jdbc:. Give one like"
              + " jdbc:postgresql://host:5432/database.");
    }
    if (timeout.toSeconds() < 1 || timeout.toDays() > 1) {
      throw new FalajException.Configuration(
          "The timeout of %s is %s. Give one second to one day.".formatted(bare(url), timeout));
    }
  }

  private static String bare(String url) {
    return url.replaceAll("[?;].*$", "");
  }

  /** The url without its parameters: what messages and events call the database. */
  public String location() {
    return bare(url);
  }

  JdbcDialect dialect() {
    return JdbcDialect.of(url);
  }

  /**
   * A connection outside of any transaction.
   *
   * @throws FalajException.Configuration if no driver knows the url, or the server not the user
   * @throws FalajException.Transient if the server does not answer
   */
  Connection open() {
    Properties properties = new Properties();
    properties.putAll(dialect().properties(timeout));
    properties.put("user", user);
    properties.put("password", password);
    try {
      Connection connection = driver().connect(url, properties);
      if (connection == null) {
        throw unknown();
      }
      bound(connection);
      return connection;
    } catch (SQLException e) {
      throw JdbcFailure.of(this, "open " + location(), e);
    }
  }

  /** The seconds after which a connection gives up. */
  int patience() {
    return Math.toIntExact(timeout.toSeconds() + GRACE);
  }

  private void bound(Connection connection) throws SQLException {
    try {
      connection.setNetworkTimeout(Runnable::run, Math.multiplyExact(patience(), 1000));
    } catch (SQLFeatureNotSupportedException e) { // its statements have a bound of their own
      return;
    }
  }

  /**
   * Not by way of DriverManager: it knows the drivers of whatever class loader first asked it, and
   * under spark-submit that is not always the one with Falaj's own jar.
   */
  private Driver driver() throws SQLException {
    Set<ClassLoader> loaders =
        new LinkedHashSet<>(
            Arrays.asList(
                Thread.currentThread().getContextClassLoader(),
                JdbcDatabase.class.getClassLoader()));
    loaders.removeIf(Objects::isNull);
    for (ClassLoader loader : loaders) {
      for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
        if (driver.acceptsURL(url)) {
          return driver;
        }
      }
    }
    throw unknown();
  }

  private FalajException unknown() {
    return new FalajException.Configuration(
        ("No JDBC driver on the class path knows %s. PostgreSQL's comes with Falaj; give the jar of"
                + " another with --jars, or mend the url.")
            .formatted(location()));
  }

  /** A server's own words, without the password should they hold it. */
  String redacted(String text) {
    return password.isEmpty() ? text : text.replace(password, "***");
  }

  @Override
  public String toString() {
    return "%s as %s".formatted(location(), user);
  }
}
