package io.falaj.jobs;

import io.falaj.lineage.FalajException;
import io.falaj.lineage.Outage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one place that turns what was thrown into a message for the user and an exit code. A user
 * never sees a stack trace: that of a fault of ours goes to a file which the message names.
 */
final class Failures {

  private static final List<String> FORBIDDEN =
      List.of("permission denied", "operation not permitted", "read-only file system");

  private final Host host;

  Failures(Host host) {
    this.host = host;
  }

  /** Prints the failure and says what to leave with. */
  ExitCode report(Throwable thrown) {
    Optional<FalajException> known = known(thrown);
    if (known.isPresent()) {
      host.err().println("falaj: " + known.get().getMessage());
      return ExitCode.of(known.get());
    }
    host.err().println("falaj: " + summary(thrown));
    host.err().println("  This is a fault of Falaj itself. " + trace(thrown));
    return ExitCode.FAULT;
  }

  /** The failure that a caller can act on, if that is what lies behind what was thrown. */
  static Optional<FalajException> known(Throwable thrown) {
    List<Throwable> causes = causes(thrown);
    for (Throwable cause : causes) {
      if (cause instanceof FalajException failure) {
        return Optional.of(failure);
      }
    }
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage());
      String lower = message.toLowerCase(Locale.ROOT);
      if (lower.contains("no space left on device") || lower.contains("disk quota exceeded")) {
        return Optional.of(
            new FalajException.Transient(
                "The disk is full ("
                    + message.lines().findFirst().orElse(message)
                    + "). Free some space, in the lake's file system and in the temporary folder,"
                    + " and run the same command again: what was committed stays, the rest is done"
                    + " anew.",
                thrown));
      } else if (cause instanceof AccessDeniedException
          || FORBIDDEN.stream().anyMatch(lower::contains)) {
        return Optional.of(
            new FalajException.Configuration(
                "No permission: "
                    + message.lines().findFirst().orElse(message)
                    + ". Give the user that runs Falaj the right to write there, or name another"
                    + " folder with --lake.",
                thrown));
      } else if (cause instanceof OutOfMemoryError) {
        return Optional.of(
            new FalajException.Transient(
                "Out of memory ("
                    + message
                    + "). Raise spark.driver.memory in conf/spark/local.conf, or"
                    + " spark.executor.memory on a cluster, and run the same command again.",
                thrown));
      }
    }
    return Outage.behind(thrown)
        .map(
            outage ->
                new FalajException.Transient(
                    "The run was cut off: %s. %s".formatted(outage.problem(), outage.remedy()),
                    thrown));
  }

  /** The innermost cause in one line, since Spark and Delta wrap several times. */
  private static String summary(Throwable thrown) {
    Throwable innermost = causes(thrown).get(causes(thrown).size() - 1);
    String message = String.valueOf(innermost.getMessage());
    return innermost.getClass().getSimpleName()
        + ": "
        + message.lines().findFirst().orElse("no message");
  }

  private static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = thrown; at != null && !causes.contains(at); at = at.getCause()) {
      causes.add(at);
    }
    return causes;
  }

  private String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    Path file =
        host.stateFolder()
            .resolve("fault-" + host.clock().instant().toString().replace(':', '-') + ".txt");
    try {
      Files.createDirectories(host.stateFolder());
      Files.writeString(file, Build.current() + "\n" + text);
      return "The full trace is in " + file + ": please report it with that file.";
    } catch (IOException e) {
      return "Its trace could not be written to "
          + host.stateFolder()
          + " ("
          + e.getMessage()
          + "); run again with XDG_STATE_HOME set to a folder that can be written.";
    }
  }
}
