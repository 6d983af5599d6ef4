package io.falaj.validation.profile;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/** Reads a number of an internal row without boxing; a long beyond 2^53 is rounded. */
@FunctionalInterface
interface NumberReader {

  double read(InternalRow row, int ordinal);

  static NumberReader of(DataType type) {
    if (type instanceof DoubleType) {
      return (row, i) -> row.getDouble(i);
    } else if (type instanceof FloatType) {
      return (row, i) -> row.getFloat(i);
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return (row, i) -> row.getInt(i);
    } else if (type instanceof ShortType) {
      return (row, i) -> row.getShort(i);
    } else if (type instanceof ByteType) {
      return (row, i) -> row.getByte(i);
    } else if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return (row, i) -> row.getDecimal(i, precision, scale).toDouble();
    }
    return (row, i) -> row.getLong(i);
  }
}
