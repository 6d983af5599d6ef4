package io.falaj.validation;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * Two selects as one. Spark keeps them apart where the upper uses a column of the lower more than
 * once, so as not to compute it again; but each select copies the whole row, and what a select
 * computes twice it computes once.
 */
final class AtOnce {

  private AtOnce() {}

  /** The rows of a select over another; other rows stay as they are. */
  static Dataset<Row> of(Dataset<Row> rows) {
    org.apache.spark.sql.classic.Dataset<Row> selected =
        (org.apache.spark.sql.classic.Dataset<Row>) rows;
    if (selected.queryExecution().analyzed() instanceof Project upper
        && upper.child() instanceof Project lower) {
      return org.apache.spark.sql.classic.Dataset.ofRows(
          selected.sparkSession(),
          new Project(
              CollapseProject$.MODULE$.buildCleanedProjectList(
                  upper.projectList(), lower.projectList()),
              lower.child()));
    }
    return rows;
  }
}
