package io.falaj.features.pit;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.MapData;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** How values of a Spark type are read from rows, kept beyond the row's life, and compared. */
record ColumnType(DataType type) implements Serializable {

  /** Whether {@link #compare} and {@link #order} are defined. */
  boolean ordered() {
    return wholeNumber()
        || floating()
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof StringType
        || type instanceof DecimalType
        || type instanceof BinaryType;
  }

  boolean wholeNumber() {
    return type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType;
  }

  boolean floating() {
    return type instanceof DoubleType || type instanceof FloatType;
  }

  boolean number() {
    return wholeNumber() || floating() || decimal();
  }

  boolean decimal() {
    return type instanceof DecimalType;
  }

  boolean bool() {
    return type instanceof BooleanType;
  }

  /** The value, in Spark's internal form, that stays valid when the row moves on. */
  @Nullable Object keep(InternalRow row, int ordinal) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    Object value = row.get(ordinal, type);
    if (value instanceof UTF8String string) {
      return string.copy();
    } else if (value instanceof InternalRow struct) {
      return struct.copy();
    } else if (value instanceof ArrayData array) {
      return array.copy();
    } else if (value instanceof MapData map) {
      return map.copy();
    }
    return value;
  }

  /** The order that Spark sorts by, nulls first. */
  int compare(InternalRow left, int leftOrdinal, InternalRow right, int rightOrdinal) {
    boolean leftNull = left.isNullAt(leftOrdinal);
    boolean rightNull = right.isNullAt(rightOrdinal);
    if (leftNull || rightNull) {
      return Boolean.compare(rightNull, leftNull);
    }
    if (type instanceof StringType) {
      return left.getUTF8String(leftOrdinal).binaryCompare(right.getUTF8String(rightOrdinal));
    } else if (type instanceof LongType || type instanceof TimestampType) {
      return Long.compare(left.getLong(leftOrdinal), right.getLong(rightOrdinal));
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return Integer.compare(left.getInt(leftOrdinal), right.getInt(rightOrdinal));
    }
    return order(left.get(leftOrdinal, type), right.get(rightOrdinal, type));
  }

  /** As {@link #order}, but −0.0 comes before 0.0: no value stands for another. */
  int exactOrder(Object left, Object right) {
    if (left instanceof Double a) {
      return a.compareTo((Double) right);
    }
    return left instanceof Float a ? a.compareTo((Float) right) : order(left, right);
  }

  /** As {@link #compare}, of values in Spark's internal form. */
  int order(@Nullable Object left, @Nullable Object right) {
    if (left == null || right == null) {
      return Boolean.compare(right == null, left == null);
    } else if (left instanceof Long a) {
      return Long.compare(a, (Long) right);
    } else if (left instanceof Integer a) {
      return Integer.compare(a, (Integer) right);
    } else if (left instanceof UTF8String a) {
      return a.binaryCompare((UTF8String) right);
    } else if (left instanceof Double a) {
      return a.doubleValue() == (Double) right ? 0 : Double.compare(a, (Double) right);
    } else if (left instanceof Float a) {
      return a.floatValue() == (Float) right ? 0 : Float.compare(a, (Float) right);
    } else if (left instanceof Decimal a) {
      return a.compare((Decimal) right);
    } else if (left instanceof Boolean a) {
      return Boolean.compare(a, (Boolean) right);
    } else if (left instanceof Short a) {
      return Short.compare(a, (Short) right);
    } else if (left instanceof Byte a) {
      return Byte.compare(a, (Byte) right);
    } else if (left instanceof byte[] a) {
      return Arrays.compareUnsigned(a, (byte[]) right);
    }
    throw new IllegalStateException("values of type " + type.sql() + " have no order");
  }

  static long whole(Object value) {
    return value instanceof Boolean bool ? (bool ? 1 : 0) : ((Number) value).longValue();
  }

  /** The double that is nearest to a number. */
  static double number(Object value) {
    return value instanceof Decimal decimal
        ? decimal.toJavaBigDecimal().doubleValue()
        : ((Number) value).doubleValue();
  }

  static BigDecimal exact(Object value) {
    return ((Decimal) value).toJavaBigDecimal();
  }
}
