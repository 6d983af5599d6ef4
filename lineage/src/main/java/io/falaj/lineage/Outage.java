package io.falaj.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Something that was lost under way and may be there again: a connection, a disk, a machine.
 *
 * @param problem what is known of it, without a full stop
 * @param remedy what to do, in sentences
 */
public record Outage(String problem, String remedy) {

  /**
   * What Spark says where a task took its executor along, or another's output was lost with one. It
   * says "Lost task" of any task that fails, by whatever fault.
   */
  private static final Pattern LOST =
      Pattern.compile("(ExecutorLostFailure|FetchFailed(Exception)?\\b)[^\\n]*");

  /** What lies behind a failure of anything, if it is an outage. */
  public static Optional<Outage> behind(Throwable failure) {
    for (Throwable at : causes(failure)) {
      Matcher lost = LOST.matcher(String.valueOf(at.getMessage()));
      if (lost.find()) {
        return Optional.of(
            new Outage(
                "Spark lost an executor (" + lost.group() + ")",
                "Try again; if it is lost again, see its log, and raise spark.executor.memory."));
      } else if (at instanceof TimeoutException
          || (at instanceof IOException io && !isOfContent(io))) {
        return Optional.of(
            new Outage(String.valueOf(at.getMessage()), "Check the storage and try again."));
      }
    }
    return Optional.empty();
  }

  /** Whether it tells of bytes or of a name, which trying again does not mend. */
  private static boolean isOfContent(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof FileNotFoundException
        || failure instanceof NoSuchFileException
        || failure instanceof JsonProcessingException
        || failure instanceof CharacterCodingException
        || failure instanceof UTFDataFormatException
        || failure instanceof ZipException
        || failure instanceof ObjectStreamException
        // So Parquet says that it is damaged.
        || message.startsWith("can not read class ")
        || message.startsWith("Could not read footer");
  }

  /** A failure and what caused it, outermost first. */
  static Set<Throwable> causes(Throwable failure) {
    Set<Throwable> causes = new LinkedHashSet<>();
    for (Throwable at = failure; at != null && causes.add(at); at = at.getCause()) {}
    return causes;
  }
}
