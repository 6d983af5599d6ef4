package io.falaj.validation;

import io.falaj.lineage.Scala;
import io.falaj.lineage.SqlMistake;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry$;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CurrentDate;
import org.apache.spark.sql.catalyst.expressions.CurrentTimestampLike;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.LocalTimestamp;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;

/**
 * An expression of SQL over one row, checked without a Spark session: it parses, its columns are
 * known, its type is, and it says the same of the same row always.
 */
final class SqlExpression {

  private static final String CLOCK = "it asks the clock: the same row must always give the same";

  /** A literal's type, comments perhaps, and its text. */
  private static final Pattern TIME =
      Pattern.compile(
          "(?is)\\w+(?:\\s|/\\*.*?\\*/|--[^\n]*\n)*r?(?<quote>['\"])(?<text>.*?)\\k<quote>");

  private final Expression parsed;

  private SqlExpression(Expression parsed) {
    this.parsed = parsed;
  }

  /**
   * Parses an expression.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  static SqlExpression parse(String sql) {
    Expression parsed;
    try {
      parsed = CatalystSqlParser$.MODULE$.parseExpression(sql);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(mistake(e), e);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new IllegalArgumentException(mistake(e), e);
      }
      throw new IllegalStateException(e);
    }
    for (Expression part : parts(parsed)) {
      if (part instanceof SubqueryExpression) {
        throw new IllegalArgumentException(
            "it has a subquery, and an expression looks at one row only");
      }
      if (part instanceof Literal literal && isOfTheClock(literal, sql)) {
        throw new IllegalArgumentException(CLOCK);
      }
    }
    return new SqlExpression(parsed);
  }

  /**
   * Whether a literal is a time that the parser has from the clock: {@code timestamp'now'}, {@code
   * date'today'}, or a time of day, which it takes for today's.
   */
  private static boolean isOfTheClock(Literal literal, String sql) {
    DataType type = literal.dataType();
    if (!(type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType)) {
      return false;
    }
    Origin origin = literal.origin();
    int start = sql.offsetByCodePoints(0, (Integer) origin.startIndex().get());
    Matcher written = TIME.matcher(sql.substring(start));
    return !written.lookingAt()
        || !(Literals.namesADay(written.group("text"))
            || written.group("text").strip().toLowerCase(Locale.ROOT).startsWith("epoch"));
  }

  /** The same as another type. */
  SqlExpression as(DataType type) {
    return new SqlExpression(new Cast(parsed, type, Option.empty(), EvalMode.ANSI()));
  }

  /** The columns that it names, in lower case, in order. */
  List<String> columns() {
    Set<String> names = new LinkedHashSet<>();
    for (Expression part : parts(parsed)) {
      if (part instanceof UnresolvedAttribute attribute) {
        names.add(attribute.nameParts().head().toLowerCase(Locale.ROOT));
      }
    }
    return List.copyOf(names);
  }

  /**
   * Its type over rows with these columns.
   *
   * @throws IllegalArgumentException if it cannot be computed from them; the message says why
   */
  DataType type(StructType columns) {
    Alias alias =
        new Alias(
            parsed,
            "value",
            NamedExpression.newExprId(),
            Scala.seq(List.<String>of()),
            Option.empty(),
            Scala.seq(List.<String>of()));
    List<Attribute> attributes = new ArrayList<>(Scala.list(DataTypeUtils.toAttributes(columns)));
    LogicalPlan rows =
        new LocalRelation(
            Scala.seq(attributes),
            Scala.seq(List.<org.apache.spark.sql.catalyst.InternalRow>of()),
            false,
            Option.empty());
    LogicalPlan plan;
    try {
      plan =
          analyzer()
              .executeAndCheck(
                  new Project(Scala.seq(List.<NamedExpression>of(alias)), rows),
                  new QueryPlanningTracker(Option.empty()));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(mistake(e), e);
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new IllegalArgumentException(mistake(e), e);
      }
      throw new IllegalStateException(e);
    }
    if (!(plan instanceof Project project)) {
      throw new IllegalArgumentException(
          "it aggregates or multiplies rows, and an expression looks at one row only");
    }
    NamedExpression value = project.projectList().head();
    checkRepeatable((Expression) value);
    return ((Expression) value).dataType();
  }

  private static void checkRepeatable(Expression value) {
    if (!value.deterministic()) {
      throw new IllegalArgumentException("it is random: the same row must always give the same");
    }
    for (Expression part : parts(value)) {
      if (part instanceof CurrentTimestampLike
          || part instanceof CurrentDate
          || part instanceof LocalTimestamp) {
        throw new IllegalArgumentException(CLOCK);
      }
    }
  }

  private static Analyzer analyzer() {
    return new Analyzer(
        new SessionCatalog(
            new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
            FunctionRegistry$.MODULE$.builtin()));
  }

  private static List<Expression> parts(Expression expression) {
    List<Expression> parts = new ArrayList<>();
    parts.add(expression);
    for (Expression child : Scala.list(expression.children())) {
      parts.addAll(parts(child));
    }
    return parts;
  }

  /** What is wrong, without the class of the error: it is told beside the SQL. */
  private static String mistake(Exception e) {
    return SqlMistake.of(e)
        .replaceFirst("\\.$", "")
        .replaceFirst("^\\[[A-Z0-9_.]+\\]\\s*", "")
        .replaceFirst("\\.?\\s*SQLSTATE: \\w+;?(?=$| )", "");
  }
}
