package io.falaj.validation;

import io.falaj.lineage.Scala;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.EquivalentExpressions;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import scala.collection.immutable.Seq;

/**
 * Two selects as one, where that is less work. Spark keeps them apart where the upper uses a column
 * of the lower more than once, so as not to compute it again; but each select copies the whole row.
 * And a select computes once what it needs in any case; what is needed only under a condition is
 * computed each time.
 */
final class CollapsedSelects {

  /** A value costs about as much to compute as so many to copy. */
  private static final int COPIES = 4;

  private CollapsedSelects() {}

  /** The rows of a select over another; other rows stay as they are. */
  static Dataset<Row> of(Dataset<Row> rows) {
    org.apache.spark.sql.classic.Dataset<Row> selected =
        (org.apache.spark.sql.classic.Dataset<Row>) rows;
    if (selected.queryExecution().analyzed() instanceof Project upper
        && upper.child() instanceof Project lower) {
      Seq<NamedExpression> together =
          CollapseProject$.MODULE$.buildCleanedProjectList(
              upper.projectList(), lower.projectList());
      if (again(upper, lower, together) * COPIES <= lower.projectList().size()) {
        return org.apache.spark.sql.classic.Dataset.ofRows(
            selected.sparkSession(), new Project(together, lower.child()));
      }
    }
    return rows;
  }

  /** How many values of the lower select would be computed once more. */
  private static int again(Project upper, Project lower, Seq<NamedExpression> together) {
    EquivalentExpressions shared = new EquivalentExpressions(false);
    for (NamedExpression expression : Scala.list(together)) {
      shared.addExprTree((Expression) expression, shared.addExprTree$default$2());
    }
    int again = 0;
    for (NamedExpression expression : Scala.list(lower.projectList())) {
      if (expression instanceof Alias alias
          && !(alias.child() instanceof Attribute)
          && !shared.getExprState(alias.child()).exists(state -> state.useCount() > 1)) {
        int uses = 0;
        for (NamedExpression user : Scala.list(upper.projectList())) {
          uses += uses((Expression) user, alias.exprId());
        }
        again += Math.max(0, uses - 1);
      }
    }
    return again;
  }

  private static int uses(Expression in, ExprId of) {
    if (in instanceof AttributeReference reference) {
      return reference.exprId().equals(of) ? 1 : 0;
    }
    int uses = 0;
    for (Expression child : Scala.list(in.children())) {
      uses += uses(child, of);
    }
    return uses;
  }
}
