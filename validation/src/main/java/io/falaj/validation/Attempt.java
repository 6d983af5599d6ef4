package io.falaj.validation;

import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The value of an expression, or null where it throws. Spark's own {@link TryEval} does that too,
 * but common parts of two of them may be computed ahead of both, and then what they throw is not
 * caught: this one says that nothing within it is always evaluated.
 */
final class Attempt extends Expression implements ConditionalExpression, Serializable {

  private static final long serialVersionUID = 1;

  private final Expression child;

  private Attempt(Expression child) {
    this.child = child;
  }

  static Column of(Column column) {
    return ExpressionUtils.column(new Attempt(ExpressionUtils.expression(column)));
  }

  @Override
  public Seq<Expression> children() {
    return CollectionConverters.asScala(java.util.List.of(child)).toList();
  }

  @Override
  public DataType dataType() {
    return child.dataType();
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public boolean foldable() {
    return false;
  }

  @Override
  public Object eval(InternalRow row) {
    return new TryEval(child).eval(row);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return new TryEval(child).doGenCode(context, code);
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
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new Attempt(children.apply(0));
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof Attempt;
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int n) {
    return child;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attempt attempt && attempt.child.equals(child);
  }

  @Override
  public int hashCode() {
    return child.hashCode() * 31 + 7;
  }
}
