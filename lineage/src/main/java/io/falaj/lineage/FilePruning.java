package io.falaj.lineage;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import scala.Option;

/**
 * Which files of a table may hold rows that a condition is true of, as Delta's own reads have it.
 */
final class FilePruning {

  private final DeltaTables tables;
  private final TableName table;
  private final Column where;

  FilePruning(DeltaTables tables, TableName table, Column where) {
    this.tables = tables;
    this.table = table;
    this.where = where;
  }

  /** Their paths in a version. */
  List<String> paths(long version) {
    return tables.with(
        () -> {
          Snapshot snapshot = tables.at(table, version);
          return Scala.list(snapshot.filesForScan(Scala.seq(conjuncts(snapshot)), false).files())
              .stream()
              .map(AddFile::path)
              .toList();
        });
  }

  /** The condition over the table's columns, its constants computed, and taken apart. */
  private List<Expression> conjuncts(Snapshot snapshot) {
    Dataset<Row> filtered =
        snapshot
            .deltaLog()
            .createDataFrame(snapshot, Scala.seq(List.of()), false, Option.empty())
            .where(where);
    List<Expression> conjuncts = new ArrayList<>();
    LogicalPlan plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) filtered).queryExecution().optimizedPlan();
    for (; !plan.children().isEmpty(); plan = plan.children().head()) {
      if (plan instanceof Filter filter) {
        split(filter.condition(), conjuncts);
      }
    }
    return conjuncts;
  }

  private static void split(Expression condition, List<Expression> into) {
    if (condition instanceof And both) {
      split(both.left(), into);
      split(both.right(), into);
    } else {
      into.add(condition);
    }
  }
}
