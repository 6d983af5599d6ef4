package io.falaj.features;

import io.falaj.lineage.Scala;
import io.falaj.lineage.SqlMistake;
import io.falaj.lineage.config.Location;
import io.falaj.lineage.config.Problems;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.MultiLikeBase;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.UnresolvedWindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;

/**
 * An SQL expression that parses. Two are equal when Spark parses the same from them.
 *
 * @param text as it was written
 * @param canonical as Spark prints what it parsed: blanks and brackets do not matter
 * @param references the names it uses, dotted, in order
 */
public record SqlText(String text, String canonical, Set<String> references) {

  private static final SQLConf UTC = utc();

  public SqlText {
    references = Collections.unmodifiableSet(new TreeSet<>(references));
  }

  /** Parses an expression of our own that is known to be right. */
  static SqlText of(String text) {
    // Literals with a time are read and printed in a zone: not in that of the machine.
    return SQLConf$.MODULE$.withExistingConf(UTC, () -> parsed(text));
  }

  private static SqlText parsed(String text) {
    Expression expression = CatalystSqlParser$.MODULE$.parseExpression(text);
    Set<String> references = new TreeSet<>();
    collect(expression, references);
    StringBuilder canonical = new StringBuilder(expression.sql());
    addPatterns(expression, canonical);
    return new SqlText(text, canonical.toString(), references);
  }

  private static SQLConf utc() {
    SQLConf conf = new SQLConf();
    conf.setConfString("spark.sql.session.timeZone", "UTC");
    return conf;
  }

  /** LIKE ANY and its kin are printed without what they look for. */
  private static void addPatterns(Expression expression, StringBuilder canonical) {
    if (expression instanceof MultiLikeBase like) {
      Scala.list(like.patterns())
          .forEach(pattern -> canonical.append(", like '").append(pattern).append('\''));
    }
    Scala.list(expression.children()).forEach(e -> addPatterns(e, canonical));
  }

  static Optional<SqlText> parse(String what, String text, Location at, Problems problems) {
    try {
      SqlText sql = of(text);
      if (looksElsewhere(CatalystSqlParser$.MODULE$.parseExpression(text))) {
        problems.add(
            at,
            "%s '%s' looks at other rows: an expression sees one row, without queries and windows."
                .formatted(what, text));
        return Optional.empty();
      }
      return Optional.of(sql);
    } catch (Exception e) {
      if (!(e instanceof ParseException)) {
        throw e;
      }
      problems.add(at, "%s '%s' is not valid SQL: %s".formatted(what, text, SqlMistake.of(e)));
      return Optional.empty();
    }
  }

  /** The first parts of the references: columns, or views. */
  Set<String> columns() {
    return references.stream()
        .map(name -> name.contains(".") ? name.substring(0, name.indexOf('.')) : name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What looks at other rows could look into the future. */
  private static boolean looksElsewhere(Expression expression) {
    return expression instanceof SubqueryExpression
        || expression instanceof WindowExpression
        || expression instanceof UnresolvedWindowExpression
        || Scala.list(expression.children()).stream().anyMatch(SqlText::looksElsewhere);
  }

  private static void collect(Expression expression, Set<String> references) {
    if (expression instanceof UnresolvedAttribute attribute) {
      references.add(String.join(".", Scala.list(attribute.nameParts())));
    }
    Scala.list(expression.children()).forEach(e -> collect(e, references));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SqlText that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
