package io.falaj.lineage;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/**
 * Tells of a failure of a database what it means and what can be done. What is thrown has no cause:
 * a driver's exception does not always survive the way from executor to driver, and nobody knows
 * what it prints.
 */
final class JdbcFailure {

  /** States in which PostgreSQL refuses to import a snapshot; newer versions have another one. */
  private static final Set<String> GONE = Set.of("22023", "55000", "42704");

  private JdbcFailure() {}

  /** What to throw for a failure while doing something, for example "read table x". */
  static FalajException of(JdbcDatabase database, String doing, SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    String problem = "Cannot %s: %s.".formatted(doing, said(database, failure));
    if (state.startsWith("28")) {
      return new FalajException.Configuration(
          problem + " Mend what the source's 'user' and 'password' refer to.");
    } else if (state.equals("42501")) {
      return new FalajException.Configuration(
          "%s Grant %s SELECT on the table.".formatted(problem, database.user()));
    } else if (state.startsWith("3D") || state.startsWith("42")) {
      return new FalajException.Configuration(problem + " Mend the source's definition.");
    } else if (state.startsWith("22")) {
      return new FalajException.DataRefused(
          problem + " A value cannot be computed there: mend it, or the view that computes it.");
    } else if (state.equals("57014")) {
      return new FalajException.Transient(
          "%s The source's timeout is %d s: raise it, or run again when the server has less to do."
              .formatted(problem, database.timeout().toSeconds()));
    }
    return new FalajException.Transient(
        problem + " Look after the server and run again: nothing was taken.");
  }

  /** Likewise, of the statements that bring a connection to a snapshot. */
  static FalajException ofSnapshot(JdbcDatabase database, String doing, SQLException failure) {
    if (!GONE.contains(Objects.requireNonNullElse(failure.getSQLState(), ""))) {
      return of(database, doing, failure);
    }
    return new FalajException.Transient(
        "Cannot %s: its snapshot is gone (%s), as when the server was restarted. Run again: nothing was taken, and a new snapshot will be."
            .formatted(doing, said(database, failure)));
  }

  /** A server's own words in one line. */
  private static String said(JdbcDatabase database, SQLException failure) {
    return database
        .redacted(Objects.requireNonNullElse(failure.getMessage(), "no reason given"))
        .replaceAll("\\s+", " ")
        .replaceFirst("\\.$", "");
  }
}
