package io.falaj.validation;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The value of an expression, or null where it throws. Spark's own {@link TryEval} does that too,
 * but common parts of two of them may be computed ahead of both, and then what they throw is not
 * caught: this one says that nothing within it is always evaluated.
 */
final class Attempt extends OneChild implements ConditionalExpression {

  private static final long serialVersionUID = 1;

  private Attempt(Expression child) {
    super(child);
  }

  static Column of(Column column) {
    return ExpressionUtils.column(new Attempt(ExpressionUtils.expression(column)));
  }

  @Override
  public DataType dataType() {
    return child().dataType();
  }

  @Override
  public Object eval(InternalRow row) {
    return new TryEval(child()).eval(row);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return new TryEval(child()).doGenCode(context, code);
  }

  @Override
  public Seq<Expression> alwaysEvaluatedInputs() {
    return none();
  }

  @Override
  public ConditionalExpression withNewAlwaysEvaluatedInputs(Seq<Expression> inputs) {
    return this;
  }

  @Override
  public Seq<Seq<Expression>> branchGroups() {
    return none();
  }

  private static <T> Seq<T> none() {
    return CollectionConverters.asScala(java.util.List.<T>of()).toList();
  }

  @Override
  Expression over(Expression other) {
    return new Attempt(other);
  }
}
