package io.falaj.validation;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.BooleanType$;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Whether a text matches a {@link BytePattern}; null of null. */
final class WholeMatch extends OneChild {

  private static final long serialVersionUID = 1;

  private final String expression;
  private transient @Nullable BytePattern pattern;

  private WholeMatch(Expression child, String expression, @Nullable BytePattern pattern) {
    super(child);
    this.expression = expression;
    this.pattern = pattern;
  }

  /** Nothing if the expression has no such pattern. */
  static Optional<Column> of(Column text, String expression) {
    return BytePattern.of(expression)
        .map(
            pattern ->
                ExpressionUtils.column(
                    new WholeMatch(ExpressionUtils.expression(text), expression, pattern)));
  }

  private BytePattern pattern() {
    if (pattern == null) {
      pattern = BytePattern.of(expression).orElseThrow();
    }
    return pattern;
  }

  @Override
  public DataType dataType() {
    return BooleanType$.MODULE$;
  }

  @Override
  public @Nullable Object eval(InternalRow row) {
    Object text = child().eval(row);
    return text == null ? null : pattern().matches((UTF8String) text);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    ExprCode text = child().genCode(context);
    String reference = context.addReferenceObj("pattern", pattern(), BytePattern.class.getName());
    CodeBlock block =
        new CodeBlock(
            seq(
                List.of(
                    "",
                    "\nboolean ",
                    " = ",
                    ";\nboolean ",
                    " = !",
                    " && " + reference + ".matches(",
                    ");\n")),
            seq(
                List.of(
                    text.code(),
                    code.isNull(),
                    text.isNull(),
                    code.value(),
                    code.isNull(),
                    text.value())));
    return code.copy(block, code.isNull(), code.value());
  }

  @Override
  Expression over(Expression other) {
    return new WholeMatch(other, expression, pattern);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && ((WholeMatch) other).expression.equals(expression);
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + expression.hashCode();
  }
}
