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
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows go where a predicate holds; where it is unknown, they stay. */
final class MatchingRows implements RowChange {

  private final Column where;

  private MatchingRows(Column where) {
    this.where = where;
  }

  static MatchingRows delete(SparkSession session, TableName name, StructType table, Column where) {
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
          "The delete from table %s has a predicate that cannot be read: %s Write a condition on its columns: %s."
              .formatted(name, e.getMessage(), List.of(table.fieldNames())),
          e);
    }
    if (!expressions.stream().allMatch(Expression::deterministic)) {
      throw new FalajException.Configuration(
          "The delete from table %s has a predicate that chooses other rows each time: %s. Write one that follows from the row alone."
              .formatted(name, where));
    }
    return new MatchingRows(where);
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
