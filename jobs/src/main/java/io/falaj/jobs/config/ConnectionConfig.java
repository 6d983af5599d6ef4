package io.falaj.jobs.config;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.JdbcDatabase;
import io.falaj.lineage.config.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A database that datasets come from; checked.
 *
 * @param url its JDBC url, or a reference to it
 * @param user whom it knows, or a reference to that
 * @param password a reference, where the user has one
 * @param timeout how long it may take for one answer
 */
public record ConnectionConfig(
    String url, String user, Optional<SecretReference> password, Duration timeout) {

  /** What is wrong is added to the problems. */
  static ConnectionConfig parse(ConnectionYaml yaml, Problems problems) {
    Optional<SecretReference> password =
        Optional.ofNullable(yaml.password()).flatMap(SecretReference::parse);
    if (yaml.password() != null && password.isEmpty()) {
      // The text may be the secret itself, so no message shows it.
      problems.add(
          yaml.location(),
          "'password' must be a reference to a secret, ${env:NAME} or ${file:PATH}, and never the"
              + " secret itself.");
    }
    Duration timeout = yaml.timeout() == null ? JdbcDatabase.TIMEOUT : yaml.timeout();
    ConnectionConfig config = new ConnectionConfig(yaml.url(), yaml.user(), password, timeout);
    if (SecretReference.parse(yaml.url()).isEmpty()) {
      try {
        config.database(yaml.url(), "", "");
      } catch (FalajException.Configuration e) {
        problems.add(yaml.location(), String.valueOf(e.getMessage()));
      }
    }
    return config;
  }

  /**
   * The database, its references resolved.
   *
   * @param directory what a relative path is relative to
   * @throws FalajException.Configuration if a secret is not where its reference says
   */
  public JdbcDatabase database(Map<String, String> environment, Path directory) {
    return database(
        text(url, environment, directory),
        text(user, environment, directory),
        password.map(reference -> reference.resolve(environment, directory)).orElse(""));
  }

  private JdbcDatabase database(String at, String whom, String secret) {
    return new JdbcDatabase(at, whom, secret, timeout);
  }

  private static String text(String given, Map<String, String> environment, Path directory) {
    return SecretReference.parse(given)
        .map(reference -> reference.resolve(environment, directory))
        .orElse(given);
  }
}
