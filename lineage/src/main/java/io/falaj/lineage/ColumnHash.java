package io.falaj.lineage;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.catalyst.expressions.XxHash64Function;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** Hashes one column of a row into what came before; null is a value of its own. */
abstract class ColumnHash {

  private final int at;
  private final String name;
  private final long nameHash;

  private ColumnHash(int at, String name) {
    this.at = at;
    this.name = name;
    this.nameHash = XxHash64Function.hash(UTF8String.fromString(name), StringType$(), 42L);
  }

  private static DataType StringType$() {
    return org.apache.spark.sql.types.DataTypes.StringType;
  }

  String name() {
    return name;
  }

  long hash(InternalRow row, long seed) {
    long named = seed ^ nameHash;
    return row.isNullAt(at) ? XXH64.hashInt(0x6e756c6c, mix(named)) : value(row, at, named);
  }

  abstract long value(InternalRow row, int at, long seed);

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  static long mix(long hash) {
    long z = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static ColumnHash of(int at, StructField field) {
    DataType type = field.dataType();
    if (type instanceof LongType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      return new ColumnHash(at, field.name()) {
        @Override
        long value(InternalRow row, int at, long seed) {
          return XXH64.hashLong(row.getLong(at), seed);
        }
      };
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return new ColumnHash(at, field.name()) {
        @Override
        long value(InternalRow row, int at, long seed) {
          return XXH64.hashInt(row.getInt(at), seed);
        }
      };
    } else if (type instanceof DoubleType) {
      return new ColumnHash(at, field.name()) {
        @Override
        long value(InternalRow row, int at, long seed) {
          // One NaN, but -0.0 is not 0.0: content is what the bits say.
          return XXH64.hashLong(Double.doubleToLongBits(row.getDouble(at)), seed);
        }
      };
    } else if (type instanceof FloatType) {
      return new ColumnHash(at, field.name()) {
        @Override
        long value(InternalRow row, int at, long seed) {
          return XXH64.hashInt(Float.floatToIntBits(row.getFloat(at)), seed);
        }
      };
    } else if (type instanceof BooleanType) {
      return new ColumnHash(at, field.name()) {
        @Override
        long value(InternalRow row, int at, long seed) {
          return XXH64.hashInt(row.getBoolean(at) ? 1 : 0, seed);
        }
      };
    } else if (type instanceof StringType) {
      return new ColumnHash(at, field.name()) {
        @Override
        long value(InternalRow row, int at, long seed) {
          return XXH64.hashUTF8String(row.getUTF8String(at), seed);
        }
      };
    }
    return new ColumnHash(at, field.name()) {
      @Override
      long value(InternalRow row, int at, long seed) {
        return XxHash64Function.hash(row.get(at, type), type, seed);
      }
    };
  }
}
