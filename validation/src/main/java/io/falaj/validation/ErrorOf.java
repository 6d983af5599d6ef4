package io.falaj.validation;

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

/** The class of the error that an expression throws on a row, or null where it throws none. */
final class ErrorOf extends OneChild implements CodegenFallback {

  private static final long serialVersionUID = 1;

  private ErrorOf(Expression child) {
    super(child);
  }

  static Column of(Column column) {
    return ExpressionUtils.column(new ErrorOf(ExpressionUtils.expression(column)));
  }

  @Override
  public DataType dataType() {
    return DataTypes.StringType;
  }

  @Override
  public @Nullable Object eval(InternalRow row) {
    try {
      child().eval(row);
      return null;
    } catch (RuntimeException | StackOverflowError e) {
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
  Expression over(Expression other) {
    return new ErrorOf(other);
  }
}
