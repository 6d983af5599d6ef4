package io.falaj.lineage;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** What Spark says is wrong with SQL that somebody wrote. */
public final class SqlMistake {

  /** Parts of messages that are types, settings and functions. */
  private static final Pattern OF_NO_ROW =
      Pattern.compile("(?i).*(type|config|func|function|funcname|alternative|suggestion|hint)");

  private SqlMistake() {}

  /**
   * Its message as a line of sentences: the class of the error, what is wrong, what was perhaps
   * meant, and where; without the plan that Spark made of the SQL, and without the SQL itself.
   */
  public static String of(Throwable failure) {
    // The plan stands behind the position, as far as an exception has one.
    String message =
        failure instanceof AnalysisException analysis && !(failure instanceof ParseException)
            ? analysis.getSimpleMessage()
            : String.valueOf(failure.getMessage());
    String line = message.replaceFirst("(?s)\\n== .*", "").replaceAll("\\s+", " ").strip();
    return line.matches(".*[.?!]") ? line : line.replaceFirst(";$", "") + ".";
  }

  /**
   * What Spark says of a row that an expression fails on, as {@link #of}: without the values that
   * it quotes, since they may tell of a person, and the message goes to events and the audit.
   */
  static String ofRow(SparkThrowable failure) {
    String message = of((Throwable) failure);
    for (Map.Entry<String, String> part : failure.getMessageParameters().entrySet()) {
      String value = part.getValue().replaceAll("\\s+", " ").strip();
      if (!value.isEmpty() && !OF_NO_ROW.matcher(part.getKey()).matches()) {
        String whole = "(?<!\\w)" + Pattern.quote(value) + "(?!\\w)";
        message = message.replaceAll(whole, "\u2026");
      }
    }
    return message;
  }
}
