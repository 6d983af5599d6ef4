package io.falaj.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** Says of a failure of storage, or of a row, what it means and what can be done. */
final class IoFailure {

  private IoFailure() {}

  /** What to throw for a failure while doing something, for example "read table x". */
  static RuntimeException of(String doing, Throwable failure) {
    for (Throwable at : Outage.causes(failure)) {
      RuntimeException known = known(doing, at, failure);
      if (known != null) {
        return known;
      }
    }
    Optional<Outage> outage = Outage.behind(failure);
    if (outage.isPresent()) {
      return new FalajException.Transient(
          "Cannot %s: %s. %s".formatted(doing, outage.get().problem(), outage.get().remedy()),
          failure);
    }
    if (failure instanceof IOException) {
      return new FalajException.Transient(
          "Cannot %s: %s. Check the storage and try again.".formatted(doing, failure.getMessage()),
          failure);
    }
    return failure instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("cannot " + doing + ": " + failure.getMessage(), failure);
  }

  /**
   * What to throw where a table's log cannot be read: it is damaged, or the storage is not there.
   */
  static RuntimeException ofLog(TableName table, Path folder, Throwable failure) {
    String problem = "read the log of table " + table;
    RuntimeException known = of(problem, failure);
    boolean outage = known instanceof FalajException.Transient && !isOfContent(failure);
    return outage || known instanceof FalajException.Configuration
        ? known
        : new FalajException.DataRefused(
            "Cannot %s: %s Restore the files of %s/_delta_log from a copy, or start another lake."
                .formatted(problem, firstLine(failure), folder),
            failure);
  }

  /** Whether a file is missing, or is no text or JSON, which trying again does not mend. */
  private static boolean isOfContent(Throwable failure) {
    return Outage.causes(failure).stream()
        .anyMatch(
            cause ->
                cause instanceof FileNotFoundException
                    || cause instanceof JsonProcessingException
                    || cause instanceof CharacterCodingException);
  }

  private static @Nullable RuntimeException known(String doing, Throwable at, Throwable failure) {
    if (at instanceof FalajException known) {
      return known;
    }
    if (at instanceof SparkThrowable thrown && isOfARow(thrown)) {
      return new FalajException.DataRefused(
          "Cannot %s: what is to be computed of a row fails on it: %s Mend the row, or the expression."
              .formatted(doing, SqlMistake.ofRow(thrown)),
          failure);
    }
    if (!(at instanceof IOException) && !(at instanceof java.io.UncheckedIOException)) {
      return null;
    }
    String message = String.valueOf(at.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("disk quota exceeded")) {
      return new FalajException.Transient(
          "Cannot %s: the disk is full (%s). Free space there and run again; nothing was changed."
              .formatted(doing, message),
          failure);
    }
    if (at instanceof AccessDeniedException
        || at instanceof AccessControlException
        || lower.contains("permission denied")
        || lower.contains("operation not permitted")
        || lower.contains("read-only file system")
        || lower.contains("mkdirs failed to create")) {
      return new FalajException.Configuration(
          "Cannot %s: no permission (%s). Give this user write permission there, or choose another lake with --lake."
              .formatted(doing, message),
          failure);
    }
    if (at instanceof FileNotFoundException) {
      return new FalajException.Transient(
          "Cannot %s: a file is missing (%s).".formatted(doing, message), failure);
    }
    return null;
  }

  /** Class 22 of SQL's states: a value that an expression cannot take, or that nothing can hold. */
  private static boolean isOfARow(SparkThrowable thrown) {
    String state = thrown.getSqlState();
    return state != null && state.startsWith("22");
  }

  /** Below it stands the place in a text that was perhaps none. */
  private static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
