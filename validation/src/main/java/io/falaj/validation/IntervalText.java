package io.falaj.validation;

import io.falaj.lineage.DataInterval;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType$;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The text of the day or month that begins on a date: rows of one come mostly together. */
public final class IntervalText extends OneChild {

  private static final long serialVersionUID = 1;

  private final Last last;

  private IntervalText(Expression child, boolean months) {
    super(child);
    this.last = new Last(months);
  }

  /**
   * The text of an interval.
   *
   * @param start its first day; of null there is none
   * @param months whether it ends with the month, and not with the day
   */
  static Column of(Column start, boolean months) {
    return ExpressionUtils.column(new IntervalText(ExpressionUtils.expression(start), months));
  }

  /** The text of the last date asked for. */
  public static final class Last implements Serializable {
    private static final long serialVersionUID = 1;

    private final boolean months;
    private @Nullable Known known;

    private Last(boolean months) {
      this.months = months;
    }

    /** Of the interval that begins so many days after 1970-01-01. */
    public UTF8String of(int day) {
      Known now = known;
      if (now == null || now.day() != day) {
        now = new Known(day, text(LocalDate.ofEpochDay(day)));
        known = now;
      }
      return now.text();
    }

    private UTF8String text(LocalDate start) {
      LocalDate end = months ? start.plusMonths(1) : start.plusDays(1);
      return UTF8String.fromString(
          new DataInterval(
                  start.atStartOfDay(ZoneOffset.UTC).toInstant(),
                  end.atStartOfDay(ZoneOffset.UTC).toInstant())
              .toString());
    }
  }

  /** In one: whoever asks beside another never takes the text of one day for another's. */
  private record Known(int day, UTF8String text) implements Serializable {}

  @Override
  public DataType dataType() {
    return StringType$.MODULE$;
  }

  @Override
  public @Nullable Object eval(InternalRow row) {
    Object start = child().eval(row);
    return start == null ? null : last.of((Integer) start);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    ExprCode start = child().genCode(context);
    String reference = context.addReferenceObj("last", last, Last.class.getCanonicalName());
    CodeBlock block =
        new CodeBlock(
            seq(
                List.of(
                    "",
                    "\nboolean ",
                    " = ",
                    ";\nUTF8String ",
                    " = ",
                    " ? null : " + reference + ".of(",
                    ");\n")),
            seq(
                List.of(
                    start.code(),
                    code.isNull(),
                    start.isNull(),
                    code.value(),
                    code.isNull(),
                    start.value())));
    return code.copy(block, code.isNull(), code.value());
  }

  @Override
  Expression over(Expression other) {
    return new IntervalText(other, last.months);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && ((IntervalText) other).last.months == last.months;
  }

  @Override
  public int hashCode() {
    return super.hashCode() * 31 + Boolean.hashCode(last.months);
  }
}
