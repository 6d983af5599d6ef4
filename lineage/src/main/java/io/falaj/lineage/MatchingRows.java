package io.falaj.lineage;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows go where a condition holds; where it is unknown, they stay. */
final class MatchingRows implements RowChange {

  private final Column where;

  private MatchingRows(Column where) {
    this.where = where;
  }

  static MatchingRows delete(
      SparkSession session, WriteIntent intent, StructType table, Column where) {
    List<Expression> expressions;
    try {
      expressions =
          Scala.list(
              session
                  .createDataFrame(List.of(), table)
                  .where(where)
                  .queryExecution()
                  .analyzed()
                  .expressions());
    } catch (Exception e) { // Scala throws checked ones too
      throw new FalajException.Configuration(
          "The %s has a condition that cannot be read: %s Write one on its columns: %s."
              .formatted(intent.doing(), SqlMistake.of(e), List.of(table.fieldNames())),
          e);
    }
    if (!expressions.stream().allMatch(MatchingRows::isOfTheRow)) {
      throw new FalajException.Configuration(
          "The %s has a condition that does not follow from the row alone: %s. Leave random numbers, the clock, the session and other rows out of it."
              .formatted(intent.doing(), where));
    }
    return new MatchingRows(where);
  }

  /** Otherwise the rows that go would not be those that the rest was told from. */
  private static boolean isOfTheRow(Expression condition) {
    return condition.deterministic()
        && !condition.containsPattern(TreePattern.CURRENT_LIKE())
        && !SubqueryExpression.hasSubquery(condition);
  }

  @Override
  public Dataset<Row> going(Dataset<Row> rows) {
    return rows.where(where);
  }

  @Override
  public Dataset<Row> staying(Dataset<Row> rows) {
    return rows.where(not(coalesce(where, lit(false))));
  }

  @Override
  public Optional<Dataset<Row>> coming() {
    return Optional.empty();
  }
}
