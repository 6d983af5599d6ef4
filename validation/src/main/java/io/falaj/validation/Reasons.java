package io.falaj.validation;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.falaj.validation.Expectation.Level;
import io.falaj.validation.Expectation.Parsed;
import io.falaj.validation.Expectation.Typed;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Why a row was set aside: every expectation that it failed, with the value seen. */
final class Reasons {

  static final DataType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("expectation", DataTypes.StringType)
              .add("severity", DataTypes.StringType)
              .add("asks", DataTypes.StringType)
              .add("value", DataTypes.StringType)
              .add("error", DataTypes.StringType));

  private final Contract contract;
  private final RowChecks rowChecks;
  private final KeyChecks keyChecks;

  Reasons(Contract contract, RowChecks rowChecks, KeyChecks keyChecks) {
    this.contract = contract;
    this.rowChecks = rowChecks;
    this.keyChecks = keyChecks;
  }

  /** The reasons of a typed row that has its failure bits; key bits may be null. */
  Column column() {
    List<Column> reasons = new ArrayList<>();
    for (Check check : contract.checks()) {
      if (check.expectation().level() == Level.ROW) {
        reasons.add(when(rowChecks.failed(check), reason(check)));
      } else if (check.expectation().level() == Level.KEY) {
        reasons.add(when(coalesce(keyChecks.failed(check), lit(false)), reason(check)));
      }
    }
    return array_compact(array(reasons.toArray(new Column[0]))).cast(TYPE);
  }

  private Column reason(Check check) {
    return struct(
        lit(check.name()).as("expectation"),
        lit(check.severity().name()).as("severity"),
        lit(check.expectation().describe()).as("asks"),
        value(check).as("value"),
        error(check).as("error"));
  }

  private Column value(Check check) {
    if (check.expectation() instanceof Parsed) {
      return col("_problem");
    }
    List<String> columns = check.expectation().columns();
    if (columns.size() == 1) {
      return seen(columns.get(0));
    }
    List<Column> parts = new ArrayList<>();
    for (String column : columns) {
      parts.add(concat(lit(column + "="), coalesce(seen(column), lit("null"))));
    }
    return concat_ws(", ", parts.toArray(new Column[0]));
  }

  /** A column's text as it arrived, or what was computed. */
  private Column seen(String name) {
    io.falaj.validation.Column column = contract.column(name);
    return column.derived() ? col(name).cast("string") : col(TypedRows.text(column));
  }

  /** The class of the error that a check or its condition throws, if any does. */
  private Column error(Check check) {
    if (check.expectation() instanceof Typed typed) {
      io.falaj.validation.Column column = contract.column(typed.column());
      return column.derived()
          ? ErrorOf.of(TypedRows.expression(column))
          : TypedText.error(col(TypedRows.text(column)), column.type());
    }
    Column none = lit(null).cast("string");
    Column condition = check.when().map(when -> ErrorOf.of(expr(when))).orElse(none);
    return coalesce(
        condition, RowChecks.predicate(check.expectation()).map(ErrorOf::of).orElse(none));
  }
}
