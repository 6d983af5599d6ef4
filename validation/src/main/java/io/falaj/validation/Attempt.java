package io.falaj.validation;

import io.falaj.lineage.Scala;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;

/**
 * The value of an expression, or null where it throws. Spark's own {@code TryEval} does that too,
 * but common parts of two of them may be computed ahead of both, and then what they throw is not
 * caught: this one says that nothing within it is always evaluated. It catches, too, what a regular
 * expression throws that recurses over a long text: else one field would end the whole process.
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
  public @Nullable Object eval(InternalRow row) {
    try {
      return child().eval(row);
    } catch (Exception | StackOverflowError e) {
      return null;
    }
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    ExprCode attempted = child().genCode(context);
    String type = CodeGenerator.javaType(dataType());
    String none = CodeGenerator.defaultValue(dataType(), false);
    CodeBlock block =
        new CodeBlock(
            Scala.seq(
                List.of(
                    "boolean ",
                    " = true;\n" + type + " ",
                    " = " + none + ";\ntry {\n",
                    "\n",
                    " = ",
                    ";\n",
                    " = ",
                    ";\n} catch (Exception e) {\n} catch (StackOverflowError e) {\n}\n")),
            Scala.seq(
                List.of(
                    code.isNull(),
                    code.value(),
                    attempted.code(),
                    code.isNull(),
                    attempted.isNull(),
                    code.value(),
                    attempted.value())));
    return code.copy(block, code.isNull(), code.value());
  }

  @Override
  public Seq<Expression> alwaysEvaluatedInputs() {
    return Scala.seq(List.of());
  }

  @Override
  public ConditionalExpression withNewAlwaysEvaluatedInputs(Seq<Expression> inputs) {
    return this;
  }

  @Override
  public Seq<Seq<Expression>> branchGroups() {
    return Scala.seq(List.of());
  }

  @Override
  Expression over(Expression other) {
    return new Attempt(other);
  }
}
