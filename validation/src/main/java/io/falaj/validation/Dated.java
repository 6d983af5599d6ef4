package io.falaj.validation;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A text in which a year and a dash stand before what begins a time, if anything does; null of any
 * other. What reads the text then stands under no condition, so that a row's time is read once for
 * all who want it.
 */
public final class Dated extends OneChild {

  private static final long serialVersionUID = 1;

  private static final int YEAR_DIGITS = 4;

  private Dated(Expression child) {
    super(child);
  }

  static Column of(Column text) {
    return ExpressionUtils.column(new Dated(ExpressionUtils.expression(text)));
  }

  /** Whether it is so of a text; of none it is not. */
  public static boolean is(@Nullable UTF8String text) {
    if (text == null) {
      return false;
    }
    int dash = -1;
    for (int i = 0; i < text.numBytes(); i++) {
      byte at = text.getByte(i);
      if (at == '-' && dash < 0) {
        dash = i;
      } else if (at == ':' || at == 'T') {
        return dash >= YEAR_DIGITS;
      }
    }
    return true;
  }

  @Override
  public DataType dataType() {
    return child().dataType();
  }

  @Override
  public @Nullable Object eval(InternalRow row) {
    Object text = child().eval(row);
    return is((UTF8String) text) ? text : null;
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    ExprCode text = child().genCode(context);
    CodeBlock block =
        new CodeBlock(
            seq(
                List.of(
                    "",
                    "\nUTF8String ",
                    " = ",
                    " ? null : ",
                    ";\nboolean ",
                    " = !" + Dated.class.getName() + ".is(",
                    ");\n")),
            seq(
                List.of(
                    text.code(),
                    code.value(),
                    text.isNull(),
                    text.value(),
                    code.isNull(),
                    code.value())));
    return code.copy(block, code.isNull(), code.value());
  }

  @Override
  Expression over(Expression other) {
    return new Dated(other);
  }
}
