package io.falaj.lineage;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;

/** What Spark says is wrong with SQL that somebody wrote. */
public final class SqlMistake {

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
}
