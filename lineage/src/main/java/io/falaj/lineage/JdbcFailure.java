package io.falaj.lineage;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells of a failure of a database what it means and what can be done. What is thrown has no cause:
 * a driver's exception does not always survive the way from executor to driver, and nobody knows
 * what it prints.
 */
final class JdbcFailure {

  /** States in which PostgreSQL refuses to import a snapshot; newer versions have another one. */
  private static final Set<String> GONE = Set.of("22023", "55000", "42704");

  /**
   * Classes of states that are told of connections, users, transactions, statements and the server:
   * what these quote are names.
   */
  private static final List<String> WITHOUT_ROWS =
      List.of("08", "28", "3D", "40", "42", "53", "55", "57", "58");

  /** Of PL/pgSQL's RAISE. */
  private static final String RAISED = "P0";

  private static final Pattern OPENING = Pattern.compile("[\"'`(\u00ab\u201c\u201e\u2018]");
  private static final Pattern CLOSING =
      Pattern.compile("[\"'`)\u00bb\u201c\u201d\u2019][^\"'`)\u00bb\u201c\u201d\u2019]*$");

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

  /**
   * A server's own words: the first line of them, since details stand below, such as the key of a
   * row. Where rows were looked at, what it quotes may be a value of one, and the value may have
   * quotation marks and lines itself: then nothing is left between the first mark or bracket and
   * the last, or the end where more lines follow; and nothing at all of an error that a function of
   * the database raises.
   */
  private static String said(JdbcDatabase database, SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    if (state.startsWith(RAISED)) {
      return "a function there raised an error of its own (SQLSTATE %s)".formatted(state);
    }
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    String told = message.isBlank() ? "no reason given" : message;
    boolean ofRows = WITHOUT_ROWS.stream().noneMatch(state::startsWith);
    List<String> lines = database.redacted(told).strip().lines().toList();
    String line = lines.get(0).replaceFirst("\\.$", "");
    return ofRows
        ? masked(line, lines.size() > 1)
            + (state.isEmpty() ? "" : " (SQLSTATE %s)".formatted(state))
        : line;
  }

  private static String masked(String line, boolean more) {
    Matcher first = OPENING.matcher(line);
    if (!first.find()) {
      return line;
    }
    String before = line.substring(0, first.end()) + "\u2026";
    Matcher last = CLOSING.matcher(line);
    return !more && last.find(first.start()) && last.start() > first.start()
        ? before + last.group()
        : before;
  }
}
