package io.falaj.validation;

import java.io.Serializable;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The class of the error that an expression throws on a row, or null where it throws none. */
final class ErrorOf extends Expression implements CodegenFallback, Serializable {

  private static final long serialVersionUID = 1;

  private final Expression child;

  private ErrorOf(Expression child) {
    this.child = child;
  }

  static Column of(Column column) {
    return ExpressionUtils.column(new ErrorOf(ExpressionUtils.expression(column)));
  }

  @Override
  public Seq<Expression> children() {
    return CollectionConverters.asScala(java.util.List.of(child)).toList();
  }

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
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
  public @Nullable Object eval(InternalRow row) {
    try {
      child.eval(row);
      return null;
    } catch (RuntimeException e) {
      return UTF8String.fromString(
          e instanceof SparkThrowable thrown && thrown.getCondition() != null
              ? thrown.getCondition()
              : e.getClass().getSimpleName());
    }
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new ErrorOf(children.apply(0));
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ErrorOf;
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
    return other instanceof ErrorOf error && error.child.equals(child);
  }

  @Override
  public int hashCode() {
    return child.hashCode() * 31 + 11;
  }
}
