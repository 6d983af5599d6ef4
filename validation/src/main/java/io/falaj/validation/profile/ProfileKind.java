package io.falaj.validation.profile;

import java.util.Locale;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What a profile keeps of a column. */
public enum ProfileKind {
  /** Numbers: counts, extremes, moments, distinct values, quantiles, and the values while few. */
  NUMBER,
  /** Times as microseconds, dates as days since 1970: as numbers, without single values. */
  TIME,
  /** Text: counts, lengths in characters, distinct values, frequent values. */
  TEXT,
  /** Truth values: counts of each. */
  BOOLEAN,
  /** Anything else, and personal data: counts of rows and nulls alone. */
  COUNTS;

  static ProfileKind of(DataType type) {
    if (type instanceof StringType) {
      return TEXT;
    } else if (type instanceof BooleanType) {
      return BOOLEAN;
    } else if (type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof DateType) {
      return TIME;
    } else if (type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof FloatType
        || type instanceof DoubleType
        || type instanceof DecimalType) {
      return NUMBER;
    }
    return COUNTS;
  }

  /** The name in {@code monitoring.profiles}. */
  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ProfileKind parse(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
