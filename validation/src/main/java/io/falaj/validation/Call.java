package io.falaj.validation;

import io.falaj.lineage.Scala;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;

/** What an object makes of a column's value, in the code that Spark generates for its rows. */
final class Call {

  private Call() {}

  /**
   * The values of a method; null of null.
   *
   * @param object of a public class
   * @param method name of a public method of one argument, as Spark holds values of the column
   * @param type of what it returns
   */
  static Column of(Serializable object, String method, DataType type, Column argument) {
    return ExpressionUtils.column(
        new Invoke(
            Literal.fromObject(object),
            method,
            type,
            Scala.seq(List.of(ExpressionUtils.expression(argument))),
            Scala.seq(List.of()),
            true,
            true,
            true));
  }
}
