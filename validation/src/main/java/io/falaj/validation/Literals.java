package io.falaj.validation;

import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Values of YAML as values of a column's type. */
final class Literals {

  private Literals() {}

  /** Whether a text reads as a value that such a column can be compared with. */
  static boolean reads(String text, DataType type) {
    return cast(text, type) != null;
  }

  /**
   * A text as such a column is compared with it.
   *
   * @throws IllegalArgumentException if it does not read as one
   */
  @SuppressWarnings("unchecked") // whatever Spark holds values of these types in compares
  static Comparable<Object> value(String text, DataType type) {
    Object value = cast(text, type);
    if (value == null) {
      throw new IllegalArgumentException(text + " does not read as " + type.simpleString());
    }
    return (Comparable<Object>) value;
  }

  private static @Nullable Object cast(String text, DataType type) {
    Literal literal = new Literal(UTF8String.fromString(text), DataTypes.StringType);
    return new Cast(literal, comparedAs(type), Option.apply("UTC"), EvalMode.TRY()).eval(null);
  }

  /** The type that both are compared as: an integer's bound may have a fraction. */
  static DataType comparedAs(DataType type) {
    boolean number =
        type instanceof IntegerType
            || type instanceof LongType
            || type instanceof FloatType
            || type instanceof DoubleType;
    return number ? DataTypes.DoubleType : type;
  }
}
