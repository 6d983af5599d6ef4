package io.falaj.lineage;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.ExecuteImmediateQuery;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.DescribeRelation;
import org.apache.spark.sql.catalyst.plans.logical.ExecutableDuringAnalysis;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.ShowColumns;
import org.apache.spark.sql.catalyst.plans.logical.ShowNamespaces;
import org.apache.spark.sql.catalyst.plans.logical.ShowTables;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.command.ExplainCommand;

/** SQL that reads, and nothing else. */
final class SqlQuery {

  private final DeltaTables tables;

  SqlQuery(DeltaTables tables) {
    this.tables = tables;
  }

  Dataset<Row> run(String sql, Map<String, TableVersion> pins) {
    try {
      return tables.with(
          () -> {
            check(parsed(sql), sql);
            return LakeCatalog.of(tables.session()).pinned(pins, () -> tables.session().sql(sql));
          });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw unusable(e);
      }
      throw new IllegalStateException("the query failed", e);
    }
  }

  private LogicalPlan parsed(String sql) {
    try {
      return tables.session().sessionState().sqlParser().parsePlan(sql);
    } catch (ParseException e) {
      throw unusable(e);
    }
  }

  private static FalajException unusable(Exception e) {
    String hint =
        e instanceof AnalysisException named
                && "TABLE_OR_VIEW_NOT_FOUND".equals(named.getCondition())
            ? " The lake's tables are named %s.<zone>.<table>.".formatted(LakeCatalog.NAME)
            : "";
    return new FalajException.Configuration(
        "The query cannot be run: %s%s Mend it and try again.".formatted(SqlMistake.of(e), hint),
        e);
  }

  /**
   * Whether the plan, or any part of it, does something instead of telling something. That includes
   * what hides it: a text that becomes a plan only later, a procedure, a program of the machine's.
   */
  private static boolean writes(TreeNode<?> plan) {
    return plan instanceof Command
        || plan instanceof ParsedStatement
        || plan instanceof InsertIntoDir
        || plan instanceof ExecuteImmediateQuery
        || plan instanceof ExecutableDuringAnalysis
        || plan instanceof ScriptTransformation
        || parts(plan.children()).anyMatch(SqlQuery::writes)
        // Common table expressions, and queries within expressions.
        || parts(plan.innerChildren()).anyMatch(SqlQuery::writes);
  }

  private static Stream<TreeNode<?>> parts(scala.collection.Seq<?> nodes) {
    return Scala.list(nodes).stream().map(node -> (TreeNode<?>) node);
  }

  private static void check(LogicalPlan plan, String sql) {
    boolean reads =
        plan instanceof ShowTables
            || plan instanceof ShowNamespaces
            || plan instanceof ShowColumns
            || plan instanceof DescribeRelation
            || plan instanceof ExplainCommand;
    if (!reads && writes(plan)) {
      throw new FalajException.Configuration(
          ("The lake is read-only in SQL, and this is no query: '%s'. Write SELECT, SHOW TABLES,"
                  + " SHOW NAMESPACES, DESCRIBE or EXPLAIN; the steps are what writes.")
              .formatted(sql.strip()));
    }
  }
}
